"""What tests of every folder share: the pinned tools, a repository of its own, the command in this process."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import settings

from generator import cli
from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT, tool
from tests.repository import SPARING


def pytest_configure() -> None:
    """Tests start the command hundreds of times: that is twice as quick where Python may keep what it compiled."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    settings.register_profile("untimed", deadline=None)  # what a machine is busy with is no fault of the code
    settings.load_profile("untimed")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs behind it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # a make that a test starts is nobody's child
        os.environ.pop(name, None)


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: they are not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000)  # of what a run of the command leaves, next to nothing needs it


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did: its exit code, what it printed, and what it complained of."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A repository on which commands are run."""

    root: Path

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))

    def kubecatalog(self, *arguments: str) -> Result:
        """The real command, in this process."""
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                cli.main(["-C", str(self.root), *arguments])
            except SystemExit as stopped:
                code = stopped.code
        assert isinstance(code, int)
        return Result(code, out.getvalue(), err.getvalue())

    def build(self, folder: str) -> list[JsonMap]:
        """The manifests that `kustomize build` makes of a folder, with the load restrictions that Argo CD has."""
        kustomize = tool("kustomize", CHECKOUT, os.environ)
        built = subprocess.run(
            [kustomize, "build", self.root / folder], capture_output=True, text=True, check=False, env=SPARING
        )
        assert built.returncode == 0, built.stderr
        assert built.stderr == "", "kustomize warns"
        return list(yaml.load_all(built.stdout, Loader=yaml.CSafeLoader))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty repository."""
    return Workspace(tmp_path)


@pytest.fixture(scope="session")
def checkout() -> Workspace:
    """This repository itself. Tests must not write to it."""
    return Workspace(CHECKOUT)
