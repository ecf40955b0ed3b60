"""`kubecatalog doctor`: the tools and their versions -> a table; with `--install`, the missing ones are built."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from generator import __version__
from generator.errors import TOOL, ToolError
from generator.tools.inventory import Line, inventory
from generator.tools.locate import install_hint, user_folder


def run(root: Path, *, install: bool, environ: Mapping[str, str], out: TextIO) -> int:
    """Returns 0, or 3 when a tool is missing. Installs into the user's cache, where every repository finds it."""
    lines = inventory(root, environ)
    if install and any(line.path is None for line in lines):
        _install([line for line in lines if line.path is None], environ, out)
        lines = inventory(root, environ)
    python = ".".join(map(str, sys.version_info[:3]))
    out.write(f"{'kubecatalog':<12} {__version__:<8} {Path(__file__).resolve().parents[1]}\n")
    out.write(f"{'python':<12} {python:<8} {sys.executable}\n")
    out.writelines(f"{line}\n" for line in lines)
    if all(line.path for line in lines):
        return 0
    out.write(f"hint: {install_hint()}\n")
    return TOOL


def _install(lines: list[Line], environ: Mapping[str, str], out: TextIO) -> None:
    from generator.tools.install import install_tools
    from generator.tools.progress import Progress
    from generator.tools.workshop import workshop

    folder = user_folder(environ)
    if folder is None:
        raise ToolError("no place to install tools into", "set HOME or XDG_CACHE_HOME")
    progress = Progress(out, f"installing into {folder}, once and over the network, about two minutes")
    with workshop(folder.parent, environ, progress) as work:
        install_tools([line.pin for line in lines], work)
