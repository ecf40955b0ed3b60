"""The lock file and pyproject.toml -> `.venv`, with exactly the locked packages and kubecatalog itself, editable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from generator.tools.packages import create_environment, pip_install
from generator.tools.workshop import Workshop

STAMP = "set-up.json"


def set_up_environment(root: Path, work: Workshop) -> None:
    """Does only what is not done: the stamp in `.venv` says how far it is, and from which inputs."""
    target = root / ".venv"
    python = target / "bin" / "python"
    locked = root / "requirements.txt"
    done = _read_stamp(target)
    # The environment's scripts hold its absolute path: a moved or copied checkout gets a new one.
    base = {"root": str(root), "packages": _digest(locked, Path(__file__))}
    if not python.exists() or {key: done.get(key) for key in base} != base:
        with work.progress.step("python packages"):
            _remove(target, work)
            create_environment(target, work)
            pip_install(python, ["--only-binary=:all:", "--require-hashes", "-r", locked], work)
            _write_stamp(target, base)
        done = dict(base)
    whole = {**base, "project": _digest(root / "pyproject.toml", root / "generator" / "__init__.py")}
    if done != whole:
        with work.progress.step("kubecatalog, editable"):
            pip_install(python, ["--no-build-isolation", "-e", root], work)
            _write_stamp(target, whole)


def _remove(target: Path, work: Workshop) -> None:
    # Moved away first, so that there is never half an environment; the scratch folder is emptied at the end.
    if target.is_symlink():
        target.unlink()
    elif target.exists():
        target.rename(work.scratch / "old-environment")


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _read_stamp(target: Path) -> dict[str, str]:
    try:
        return dict(json.loads((target / STAMP).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def _write_stamp(target: Path, stamp: Mapping[str, str]) -> None:
    fresh = target / f"{STAMP}.new"
    fresh.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
    fresh.replace(target / STAMP)
