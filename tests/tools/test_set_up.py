"""`make` in a small checkout: the real Makefile and set-up, an empty lock, a build backend and a `go` of no size."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from generator.tools.pins import PINS
from tests.tools import fakes

ROOT = Path(__file__).resolve().parents[2]

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "kubecatalog"
"""

# Installs a `kubecatalog` that prints its arguments.
BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "kubecatalog-0.1.0-py3-none-any.whl"
    info = "kubecatalog-0.1.0.dist-info"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\\nName: kubecatalog\\nVersion: 0.1.0\\n")
        wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "/entry_points.txt", "[console_scripts]\\nkubecatalog = echo:main\\n")
        wheel.writestr("echo.py", "import sys\\ndef main(): print(*sys.argv[1:])\\n")
        wheel.writestr(info + "/RECORD", "")
    return name
"""


class Checkout:
    """In a folder whose name has spaces, because a user's may."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.environ = {
            "HOME": str(folder / "home"),
            "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
        }
        (folder / "home").mkdir()
        for name in ("Makefile", "generator/__init__.py", "generator/errors.py", "generator/tools"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, self.root / name)
        (self.root / "requirements.txt").touch()
        (self.root / "pyproject.toml").write_text(PYPROJECT)
        (self.root / "backend.py").write_text(BACKEND)

    def command(self, *arguments: str) -> list[str]:
        return ["make", "--no-print-directory", "-C", str(self.root), f"PYTHON={sys.executable}", *arguments]

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), env=self.environ, capture_output=True, text=True, timeout=60, check=False
        )

    def steps(self, *arguments: str) -> list[str]:
        """What the set-up did, in any order."""
        done = self.make(*arguments)
        assert done.returncode == 0, done.stderr
        return sorted(line[2:].split("  ")[0] for line in done.stderr.splitlines()[1:])


ALL = ["kubecatalog, editable", "kubeconform 0.8.0", "kustomize 5.8.1", "python packages", "sops 3.13.3"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    fakes.go(tmp_path / "bin")
    return Checkout(tmp_path)


def test_first_and_later_times(checkout: Checkout) -> None:
    first = checkout.make("-j2", "render", "validate", "ARGS=--env prod")
    assert first.returncode == 0, first.stderr
    assert first.stdout == "render --env prod\nvalidate --env prod\n"
    lines = first.stderr.splitlines()
    assert lines[0] == "set-up of .venv and .tools (the first one takes about two minutes, over the network)"
    assert sorted(line[2:].split("  ")[0] for line in lines[1:]) == ALL
    assert all(line.endswith(" s") for line in lines[1:])

    again = checkout.make("render")
    assert (again.stdout, again.stderr) == ("render\n", "")
    assert checkout.make("-q", ".venv/.ready").returncode == 0

    listed = checkout.make("tools")
    assert listed.stdout.splitlines() == [
        f"{pin.name:<12} {pin.version:<8} {checkout.root}/.tools/bin/{pin.name}" for pin in PINS.values()
    ]

    (checkout.root / ".tools" / "bin" / "sops").unlink()
    assert checkout.steps("tools") == ["sops 3.13.3"]

    shutil.rmtree(checkout.root / ".tools")
    assert checkout.steps("render") == ["kubeconform 0.8.0", "kustomize 5.8.1", "sops 3.13.3"]

    with (checkout.root / "pyproject.toml").open("a") as file:
        file.write("\n# changed\n")
    assert checkout.steps("render") == ["kubecatalog, editable"]

    os.utime(checkout.root / "requirements.txt")
    assert checkout.steps("render") == []

    # As when the system's Python was replaced by the next one.
    (checkout.root / ".venv" / "bin" / "python").unlink()
    (checkout.root / ".venv" / "bin" / "python").symlink_to("/nowhere/python3.11")
    assert checkout.make("-q", ".venv/.ready").returncode == 1

    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    assert checkout.steps("render") == ["kubecatalog, editable", "python packages"]


@needs_proc
def test_killed_in_the_middle(checkout: Checkout, tmp_path: Path) -> None:
    """Three times with everything that runs, at different moments, and once only the set-up itself."""
    wait = f"n=0; until [ -e '{tmp_path}/go-on' ] || [ $n = 400 ]; do sleep 0.05; n=$((n+1)); done"
    fakes.go(tmp_path / "bin", before=f"echo $$ >> '{tmp_path}/started'; {wait}")
    for seconds in (0.2, 0.6, 1.3):
        process = subprocess.Popen(checkout.command("render"), env=checkout.environ, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        _kill_tree(process.pid)
        process.wait()
    (tmp_path / "started").unlink(missing_ok=True)
    process = subprocess.Popen(checkout.command("render"), env=checkout.environ, stderr=subprocess.DEVNULL)
    _wait_for(tmp_path / "started", "\n")
    _kill_tree(process.pid, depth=1)
    process.wait()

    # The compilers that were left behind are waited for: nobody builds the same thing beside them.
    with (tmp_path / "said").open("w") as said:
        repair = subprocess.Popen(checkout.command("render"), env=checkout.environ, stderr=said)
    _wait_for(tmp_path / "said", "another set-up is running here, or what is left of a killed one: waiting for its end")
    (tmp_path / "go-on").touch()
    assert repair.wait(timeout=300) == 0, (tmp_path / "said").read_text()
    assert sorted(path.name for path in (checkout.root / ".tools").iterdir()) == [".ready", "bin", "lock"]
    again = checkout.make("render")
    assert (again.stdout, again.stderr) == ("render\n", "")


@needs_proc
def test_terminated_set_up_ends_its_compilers(checkout: Checkout, tmp_path: Path) -> None:
    fakes.go(tmp_path / "bin", before=f"echo $$ >> '{tmp_path}/started'; exec sleep 30")
    script = checkout.root / "generator" / "tools" / "bootstrap.py"
    process = subprocess.Popen(
        [sys.executable, "-I", str(script)], env=checkout.environ, stderr=subprocess.PIPE, text=True
    )
    _wait_for(tmp_path / "started", "\n")
    process.terminate()
    _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    assert said.endswith("interrupted: run it again, it goes on where it was\n")
    compilers = (tmp_path / "started").read_text().split()
    assert [pid for pid in compilers if Path(f"/proc/{pid}").exists()] == []


def test_failing_step_is_named_with_exit_code_3(checkout: Checkout, tmp_path: Path) -> None:
    fakes.go(tmp_path / "bin", before="echo 'dial tcp: no route to host' >&2; exit 1")
    failed = subprocess.run(
        [sys.executable, "-I", str(checkout.root / "generator" / "tools" / "bootstrap.py")],
        env=checkout.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 3
    assert "error: go install of " in failed.stderr
    assert "dial tcp: no route to host" in failed.stderr


def test_old_python_is_told_what_is_expected() -> None:
    script = (
        "import sys, runpy; sys.version_info = (3, 10, 13, 'final', 0); sys.executable = '/usr/bin/python3'\n"
        f"runpy.run_path({str(ROOT / 'generator' / 'tools' / 'bootstrap.py')!r}, run_name='__main__')"
    )
    refused = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert refused.returncode == 3
    assert refused.stderr == (
        "error: /usr/bin/python3 is Python 3.10.13, expected 3.11 or newer\n"
        "  hint: name a newer one: make PYTHON=python3.12\n"
    )


def test_set_up_imports_only_the_standard_library() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules)\n"
        "import generator.tools.set_up, generator.tools.inventory, concurrent.futures, fcntl\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    loaded = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout == "generator\n"


def test_help_sets_nothing_up(checkout: Checkout) -> None:
    shown = checkout.make()
    targets = ["help", "render", "validate", "diff", "test", "check", "bench", "parity", "schemas", "tools"]
    assert [line.split()[0] for line in shown.stdout.splitlines()] == targets
    assert not (checkout.root / ".venv").exists()


def _wait_for(file: Path, text: str) -> None:
    deadline = time.monotonic() + 30
    while not (file.exists() and text in file.read_text()):
        assert time.monotonic() < deadline, f"{file} does not hold {text!r}"
        time.sleep(0.01)


def _kill_tree(pid: int, *, depth: int = 99) -> None:
    """SIGKILL for a process and its descendants down to `depth`, parents first."""
    with suppress(OSError):  # it has just ended by itself
        children = " ".join(file.read_text() for file in Path(f"/proc/{pid}/task").glob("*/children")).split()
        os.kill(pid, signal.SIGKILL)
        for child in children if depth else ():
            _kill_tree(int(child), depth=depth - 1)
