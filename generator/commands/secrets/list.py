"""`secrets list`: every Secret, its keys, and in which environments they have a value."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.commands.secrets.session import Session
from generator.errors import KubecatalogError
from generator.secrets.listing import Row, rows
from generator.workspace import Workspace

_NONE = "-"
"""What stands for a key that an environment neither has nor needs."""


def run(workspace: Workspace, text: str, form: str) -> int:
    session = Session(workspace)
    environment, _, stem = text.partition("/")
    wanted = [session.environment(environment).environment] if environment else list(session.rules)
    inputs = session.inputs
    found = [row for name in wanted for row in rows(name, session.needs(name), inputs.secrets.of(name))]
    chosen = [row for row in found if stem in ("", row.service, row.stem)]
    if stem and not chosen:
        names = {row.stem for row in found}
        hint = did_you_mean(stem, names) or f"there are {', '.join(sorted(names))}"
        raise KubecatalogError(f"{stem} has no Secret in {environment}", hint)
    if form == "json":
        print(json.dumps({"secrets": [row.as_json() for row in chosen]}, indent=2))
    else:
        print("\n".join(_text(chosen, wanted)) or "there are no Secrets")
    for finding in (finding for file in inputs.secrets.files.values() for finding in file.findings):
        if finding.severity == "error":
            print(f"{finding.source}: {finding.message}", file=sys.stderr)
    return 0


def _text(found: list[Row], environments: list[str]) -> Iterator[str]:
    """A heading for each Secret, and a line for each of its keys with a column for each environment."""
    by_stem: dict[str, dict[str, Row]] = {}
    for row in sorted(found, key=lambda row: (row.service, row.label)):
        by_stem.setdefault(row.stem, {})[row.environment] = row
    keys = {key for row in found for key in row.keys}
    first = max((len(key) for key in keys), default=0)
    widths = [max(len(name), len("missing")) for name in environments]
    for stem, own in by_stem.items():
        names, kinds = ({row.secret: None for row in own.values()}, {row.type: None for row in own.values()})
        where = environments[0] if len(environments) == 1 else "*"
        yield f"{', '.join(names)} ({', '.join(kinds)}), secrets/{where}/{stem}.sops.yaml"
        known = sorted({key for row in own.values() for key in row.keys})
        if known:
            yield _line("", environments, first, widths)
        for key in known:
            states = [own[name].keys.get(key, _NONE) if name in own else _NONE for name in environments]
            yield _line(key, states, first, widths)
        yield ""


def _line(key: str, cells: list[str], first: int, widths: list[int]) -> str:
    columns = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return f"    {key.ljust(first)}  {'  '.join(columns)}".rstrip()
