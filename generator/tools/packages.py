"""A requirements file with hashes -> installed packages, by the pip of a virtual environment."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.errors import ToolError
from generator.tools.workshop import Workshop

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def create_environment(target: Path, work: Workshop) -> Path:
    """A new virtual environment with pip; returns its interpreter."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise ToolError(
            f"{sys.executable} cannot make a virtual environment: its modules venv and ensurepip are not installed",
            f"on Debian and Ubuntu: apt-get install python3-venv (or python{PYTHON}-venv)",
        )
    # The interpreter itself, not a link such as /usr/bin/python3: when the system's Python moves on, the environment's
    # link dangles, which is noticed, instead of leading to a Python that does not look into it.
    interpreter = os.path.realpath(sys.executable)
    work.run([interpreter, "-I", "-m", "venv", target], tool="python -m venv", version=PYTHON)
    return target / "bin" / "python"


def pip_install(python: Path, arguments: Sequence[str | Path], work: Workshop) -> None:
    """Only what is named, without dependencies. Where pip looks for packages is the user's own configuration."""
    argv = [python, "-I", "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check", *arguments]
    # A user's `user = true` for pip fails in a virtual environment.
    work.run(argv, tool="pip install", version="", env={"PIP_USER": "0"})
