"""The people of a page, each with a home and a shell session, and what they do there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from generator.tools.locate import CHECKOUT, tool
from tests.command import program
from tests.docs.pages import Block, matches, steps

_READER = "alice"
"""Who runs a block that does not say `as: NAME`."""

_OF_THE_MACHINE = ("SOPS_", "XDG_CONFIG_", "GIT_", "EDITOR", "VISUAL")
"""What would let somebody find the keys and settings of whoever runs the tests."""


class Shell:
    """One shell session: the folder is kept from command to command. Its people live in `/home`, as pages see it."""

    def __init__(self, root: Path, who: str) -> None:
        self.root = root
        self.folder = root / "home" / who
        self.folder.mkdir(parents=True)
        own = {name: text for name, text in os.environ.items() if not name.startswith(_OF_THE_MACHINE)}
        tools = tool("sops", CHECKOUT, os.environ).parent
        identity = {"NAME": who, "EMAIL": f"{who}@example.com"}
        self.environ = {
            **own,
            **{f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in identity.items()},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "HOME": str(self.folder),
            "PATH": os.pathsep.join([str(root), str(tools), os.environ["PATH"]]),
            "LC_ALL": "C",
        }

    def run(self, command: str) -> tuple[int, list[str]]:
        """The exit code, and the lines that are printed."""
        state = self.root / "folder"
        homes = f"{self.root}/home/"
        script = f'{command.replace("/home/", homes)}\ncode=$?\npwd >"{state}"\nexit $code\n'
        done = subprocess.run(
            ["sh", "-c", script],
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        self.folder = Path(state.read_text().strip())
        return done.returncode, (done.stdout + done.stderr).replace(homes, "/home/").splitlines()


class People:
    """Everybody that a page speaks of."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.shells: dict[str, Shell] = {}
        program(root / "kubecatalog")  # of this checkout, wherever an installed one comes from

    def perform(self, blocks: Iterable[Block]) -> int:
        """Runs what a reader would run, in order; how many blocks that were."""
        performed = [block for block in blocks if block.kind == "console" or block.note == "file"]
        for block in performed:
            self._perform(block)
        return len(performed)

    def shell(self, who: str) -> Shell:
        if who not in self.shells:
            self.shells[who] = Shell(self.root, who)
        return self.shells[who]

    def _perform(self, block: Block) -> None:
        shell = self.shell(block.path if block.note == "as" else _READER)
        if block.note == "file":
            (shell.folder / block.path).write_text(block.text)
            return
        for step in steps(block):
            code, printed = shell.run(step.command)
            # Where nothing of the output is shown, a reader takes it that all went well.
            well = code == 0 or step.output != ["..."]
            assert well and matches(step.output, printed), "\n".join([f"$ {step.command}", *printed])
