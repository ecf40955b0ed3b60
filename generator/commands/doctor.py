"""`doctor`: what kubecatalog needs on this machine and in this repository -> what is there, and how to get the rest.

Exit codes: 0 all is well, 1 something is to be done in the repository, 3 a program is missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from msgspec.structs import asdict

from generator.commands.doctor_rows import Row, rows
from generator.errors import FINDINGS, TOOL

_MARKS = {"ok": "ok", "note": "note", "wrong": "to do", "missing": "MISSING"}


def run(root: Path, *, install: bool, form: str, environ: Mapping[str, str], out: TextIO) -> int:
    if install:
        from generator.commands import tools

        tools.install(root, (), here=False, environ=environ, out=out)
    found = list(rows(root, environ))
    if form == "json":
        out.write(f"{json.dumps({'checks': [asdict(row) for row in found]}, indent=2)}\n")
    else:
        for row in found:
            _tell(row, out)
    states = {row.state for row in found}
    return TOOL if "missing" in states else FINDINGS if "wrong" in states else 0


def _tell(row: Row, out: TextIO) -> None:
    out.write(f"{_MARKS[row.state]:<8} {row.name:<14} {row.text}\n")
    if row.hint:
        out.write(f"{'':<8} {'':<14} {row.hint}\n")
