"""`tools`: the pinned tools, listed, found, and built where they are missing or damaged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from generator.catalog.suggest import did_you_mean
from generator.errors import TOOL, KubecatalogError, ToolError
from generator.tools import inventory, locate
from generator.tools.pins import PINS, Pin

_NO_PLACE = "set XDG_CACHE_HOME to a folder that can be written, or run `kubecatalog tools install --here`"


def install(root: Path, names: Sequence[str], *, here: bool, environ: Mapping[str, str], out: TextIO) -> int:
    """Into the user's cache, where every repository finds them, or into `.tools` of the repository. Raises ToolError.

    What is on PATH in the exact version is not installed, unless it is to be here. Without anything to do, no network
    is used.
    """
    from generator.tools.install import install_tools
    from generator.tools.progress import Progress
    from generator.tools.workshop import workshop

    wanted = _pins(names)
    absent = wanted if here else [pin for pin in inventory.missing(root, environ) if pin in wanted]
    if absent:
        folder = _folder(root, here=here, environ=environ)
        progress = Progress(out, f"installing into {folder}, once and over the network, about two minutes")
        try:
            with workshop(folder.parent, environ, progress) as work:
                install_tools(absent, work)
        except ToolError as error:
            hint = _NO_PLACE if error.message.startswith(f"cannot write to {folder.parent}") else error.hint
            raise ToolError(error.message, hint) from None
    for line in inventory.inventory(root, environ):
        if line.pin in wanted:
            out.write(f"{line}\n")
    return 0


def show(root: Path, *, form: str, environ: Mapping[str, str], out: TextIO) -> int:
    """0, or 3 where one is missing or damaged."""
    lines = inventory.inventory(root, environ)
    if form == "json":
        rows = [
            {
                "name": line.pin.name,
                "version": line.pin.version,
                "path": str(line.path) if line.path else None,
                "sha256": line.sha256 or None,
                "instead": line.others.strip(" ()") or None,
            }
            for line in lines
        ]
        out.write(f"{json.dumps({'tools': rows}, indent=2)}\n")
    else:
        out.writelines(f"{line}\n" for line in lines)
        if not all(line.path for line in lines):
            out.write(f"hint: {locate.install_hint()}\n")
    return 0 if all(line.path for line in lines) else TOOL


def path(root: Path, name: str, *, environ: Mapping[str, str], out: TextIO) -> int:
    """Raises ToolError where it is not there in the pinned version."""
    [pin] = _pins([name])
    out.write(f"{locate.tool(pin.name, root, environ)}\n")
    return 0


def _pins(names: Sequence[str]) -> list[Pin]:
    for name in names:
        if name not in PINS:
            hint = did_you_mean(name, PINS) or f"there are {', '.join(PINS)}"
            raise KubecatalogError(f'there is no tool "{name}"', hint)
    return [PINS[name] for name in names or PINS]


def _folder(root: Path, *, here: bool, environ: Mapping[str, str]) -> Path:
    folder = locate.tools_folder(root) if here else locate.user_folder(environ)
    if folder is None:
        raise ToolError("no place to install tools into", "set HOME or XDG_CACHE_HOME")
    return folder
