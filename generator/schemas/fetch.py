"""Name and version of a package or module -> its archive and the digest to pin. Only this part needs a network."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

from generator.errors import ToolError
from generator.tools.run import run

TIMEOUT = 600.0


def python_package(name: str, version: str, into: Path) -> tuple[Path, str]:
    """Downloads the wheel into the folder; (its path, `sha256:...`)."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"--dest={into}", f"{name}=={version}"]
    run(command, tool="pip", version="", timeout=TIMEOUT)
    (wheel,) = into.glob("*.whl")
    return wheel, "sha256:" + hashlib.sha256(wheel.read_bytes()).hexdigest()


def go_module(name: str, version: str, into: Path) -> tuple[Path, str]:
    """Fetches the module into Go's own cache; (the path of its zip there, `h1:...` as in a go.sum).

    For a module that asks for a newer Go than there is, the command fails, but only after it has fetched the zip and
    checked its sum: nothing is compiled here, so the zip is all that is needed.
    """
    go = shutil.which("go")
    if go is None:
        raise ToolError("go is not installed", "the CRDs come out of Go modules; `make tools` installs go")
    command = [go, "mod", "download", "-json", f"{name}@{version}"]
    result = run(command, tool="go", version="", cwd=into, timeout=TIMEOUT, ok=(0, 1))
    answer = json.loads(result.stdout or b"{}")
    if "Zip" not in answer or "Sum" not in answer:
        raise ToolError(f"go could not fetch {name}@{version}: {answer.get('Error') or result.stderr.decode().strip()}")
    return Path(answer["Zip"]), answer["Sum"]
