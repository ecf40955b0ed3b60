"""The tutorial is run as it is written, in an empty folder, with real git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.tools.locate import CHECKOUT
from tests.docs.pages import Block, blocks, matches, steps

PAGE = CHECKOUT / "docs" / "tutorial.md"


class Shell:
    """One shell session: the folder is kept from command to command."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "work"
        self.folder.mkdir()
        self.state = home / "folder"
        command = home / "kubecatalog"  # of this checkout, wherever an installed one comes from
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{CHECKOUT}" exec "{sys.executable}" -m generator "$@"\n')
        command.chmod(0o755)
        identity = {"NAME": "Reader", "EMAIL": "reader@example.com"}
        self.environ = {
            **os.environ,
            **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in identity.items()},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C",
        }

    def run(self, command: str) -> list[str]:
        script = f'{command}\ncode=$?\npwd >"{self.state}"\nexit $code\n'
        done = subprocess.run(
            ["sh", "-c", script], cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False
        )
        self.folder = Path(self.state.read_text().strip())
        return (done.stdout + done.stderr).splitlines()


def _perform(shell: Shell, block: Block) -> None:
    if block.note == "file":
        (shell.folder / block.path).write_text(block.text)
        return
    for step in steps(block):
        printed = shell.run(step.command)
        assert matches(step.output, printed), "\n".join([f"$ {step.command}", *printed])


@pytest.mark.skipif(os.name == "nt", reason="the tutorial is written for a POSIX shell")
def test_every_step_of_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    performed = [block for block in blocks(PAGE) if block.kind == "console" or block.note == "file"]
    assert len(performed) > 8
    for block in performed:
        _perform(shell, block)
