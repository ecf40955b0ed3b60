"""The command as a process of its own: closed pipes, interrupts, and what is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.tools import locate
from tests.cli.test_misuse import PLATFORM, SERVICE
from tests.conftest import Workspace

COMMAND = (sys.executable, "-m", "generator")
SLOW = """
import sys
from pathlib import Path
from generator.tools import locate
locate.tool = lambda name, root, environ: Path({tool!r})
import generator.make
generator.make.tool = locate.tool
from generator.cli import main
main(sys.argv[1:])
"""
"""The command with a tool of ours in place of kustomize."""


@pytest.fixture
def catalog(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", SERVICE)
    return workspace


def start(*arguments: str, command: tuple[str, ...] = COMMAND) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command, *arguments], cwd=locate.CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("arguments", [("schema",), ("-C", "{root}", "build", "dev/orders"), ("--help",)])
def test_nobody_reads_what_is_printed(catalog: Workspace, arguments: tuple[str, ...]) -> None:
    process = start(*(part.format(root=catalog.root) for part in arguments))
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        said = process.stderr.read()
    assert (process.wait(), said) == (0, "")


def test_standard_output_is_closed_from_the_start(catalog: Workspace) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "-C", str(catalog.root), "validate"],
        cwd=locate.CHECKOUT, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in result.stderr


def test_no_space_is_left_for_what_is_printed() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as out:
        result = subprocess.run(
            [*COMMAND, "schema"], cwd=locate.CHECKOUT, stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (result.returncode, result.stderr.startswith("kubecatalog: ")) == (3, True)
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_behind(catalog: Workspace, tmp_path: Path, number: signal.Signals) -> None:
    tool = tmp_path / "kustomize"
    tool.write_text(f"#!/bin/sh\necho $$ >> {tmp_path}/pids\nsleep 60 &\necho $! >> {tmp_path}/pids\nwait\n")
    tool.chmod(0o755)
    process = start("-C", str(catalog.root), "render", command=(sys.executable, "-c", SLOW.format(tool=str(tool))))
    pids = _pids(tmp_path / "pids", 2)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.strip()) == (130, "", "")
    assert not any(_lives(pid) for pid in pids)
    assert not (catalog.root / ".kubecatalog" / "work").exists()
    assert not (catalog.root / "base").exists()
    assert not (catalog.root / "overlays").exists()
    after = catalog.kubecatalog("render")
    assert (after.code, after.err) == (0, "")


def _pids(file: Path, count: int) -> list[int]:
    """The numbers that the fake tool wrote down, once they are there."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if file.exists() and len(file.read_text().split()) >= count:
            return [int(word) for word in file.read_text().split()]
        time.sleep(0.02)
    raise AssertionError("the tool was never started")


def _lives(pid: int) -> bool:
    """Whether a process runs; a zombie of nobody's does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_names_that_no_terminal_shows(catalog: Workspace) -> None:
    """A file name that is no UTF-8, a locale that has only ASCII: printed as escapes."""
    (catalog.root / "catalog/services/caf\udce9\x1b[31m.yaml").write_text("image: a:1\n")
    (catalog.root / "catalog/services/orders.yaml").write_text("image: a:1\ncafé: 1\n")
    environ = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
    command = [*COMMAND, "-C", str(catalog.root), "validate"]
    result = subprocess.run(command, cwd=locate.CHECKOUT, env=environ, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (1, b"")
    assert result.stdout.startswith(b"catalog/services/caf\\udce9\\x1b[31m.yaml:1:1: error[invalid-service-name]")
    assert b'unknown field "caf\\xe9"' in result.stdout
    result = subprocess.run(
        [*command, "--format", "json"], cwd=locate.CHECKOUT, env=environ, capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (1, b"")
    assert json.loads(result.stdout)["findings"][0]["rule"] == "invalid-service-name"
