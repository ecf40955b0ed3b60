"""Marks in a fixture: comments below a line that say what is wrong with it.

    prot: 8080
    #! 1 unknown-field: unknown field "prot"
    #?   did you mean "port"?

That is the column, the rule, the message and the hint, each in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.json_types import JsonMap

_MARK = re.compile(r"#! (\d+) ([a-z-]+): (.*)")
_HINT = re.compile(r"#\?   (.*)")


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """One finding. `hint` is empty where none is given."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str

    @classmethod
    def of(cls, finding: JsonMap) -> Expected:
        source = finding["source"]
        place = (source["file"], source["line"], source["column"])
        return cls(*place, finding["rule"], finding["message"], finding["hint"])


def expected(root: Path) -> list[Expected]:
    """What the marks of all files under `catalog/` say."""
    return [mark for path in _files(root) for mark in _marks(path, path.relative_to(root).as_posix())]


def _files(root: Path) -> list[Path]:
    return sorted(path for path in (root / "catalog").rglob("*.y*ml") if path.is_file())


def _marks(path: Path, file: str) -> Iterator[Expected]:
    line = 0
    lines = path.read_text().split("\n")
    for number, text in enumerate(lines, 1):
        mark = _MARK.fullmatch(text)
        if mark:
            hint = _HINT.fullmatch(lines[number])
            yield Expected(file, line, int(mark[1]), mark[2], mark[3], hint[1] if hint else "")
        elif not _HINT.fullmatch(text):
            line = number


def unmark(root: Path) -> None:
    """Take all marks out."""
    for path in _files(root):
        lines = path.read_text().split("\n")
        path.write_text("\n".join(text for text in lines if not _MARK.fullmatch(text) and not _HINT.fullmatch(text)))


def mark(root: Path, found: list[Expected]) -> None:
    """Write findings as marks into files that have none."""
    for path in _files(root):
        own = sorted(item for item in found if item.file == path.relative_to(root).as_posix())
        lines = path.read_text().split("\n")
        for item in reversed(own):
            hint = [f"#?   {item.hint}"] if item.hint else []
            lines[item.line : item.line] = [f"#! {item.column} {item.rule}: {item.message}", *hint]
        path.write_text("\n".join(lines))
