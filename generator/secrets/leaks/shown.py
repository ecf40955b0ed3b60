"""A text that holds the lines of a plain Secret -> that Secret: in a document, a template, a script, a comment, in the
text of a ConfigMap, in YAML that is broken or cut off."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

from generator.secrets.file import SECTIONS
from generator.secrets.leaks.leak import Leak, is_in_the_clear, place

KIND = re.compile(
    r"""^([ \t#>+*/|-]*)["']?kind["']?[ \t]*:[ \t]*["']?Secret["']?[ \t]*,?[ \t]*(?:#.*)?\r?$""", re.MULTILINE
)
_FIELD = re.compile(r"""["']?([A-Za-z]+)["']?\s*:\s*(.*)""")
_ENTRY = re.compile(r"""(\s+)["']?([-._A-Za-z0-9]+)["']?\s*:\s*(.*)""")
_BESIDE = " \t#>+*/|-"
"""What may stand before the lines of an object: spaces, signs of a comment, a quotation, a difference, a list."""

_NOTHING = frozenset(("", "{}", "null", "~", "Null", "NULL", "{"))


def leaks(text: str, start: int, part: str) -> Iterator[Leak]:
    """`part` begins at the position `start` of the text."""
    from generator.secrets.leaks.manifests import leak_of

    if not KIND.search(part):
        return
    lines = part.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    ends: dict[int, int] = {}
    for match in KIND.finditer(part):
        number = bisect_right(starts, match.start()) - 1
        column = match.end(1) - starts[number]
        if number < ends.get(column, 0):  # again in the same object
            continue
        own = _around(lines, number, column)
        ends[column] = own.stop
        found = list(_plain([lines[at][column:].rstrip("\r") for at in own]))
        if found:
            keys = tuple((section, key) for section, key, _, _ in found)
            _, _, at, offset = found[0]
            name = _name([lines[at][column:] for at in own])
            yield leak_of(name, keys, place(text, start + starts[own[at]] + column + offset))


def _around(lines: list[str], number: int, column: int) -> range:
    """The lines of the object that has a field on that line in that column."""
    first = number
    while first and not _begins(lines[first], column) and _belongs(lines[first - 1], column):
        first -= 1
    last = number + 1
    while last < len(lines) and _belongs(lines[last], column) and not _begins(lines[last], column):
        last += 1
    return range(first, last)


def _belongs(line: str, column: int) -> bool:
    if not line.strip(_BESIDE + "\r"):
        return not line.startswith("---")
    own = line[column:]
    return not line[:column].strip(_BESIDE) and not own.startswith(("---", "```", "}", "]"))


def _begins(line: str, column: int) -> bool:
    """Whether an item of a list begins there."""
    return line[:column].rstrip().endswith("-")


def _plain(lines: list[str]) -> Iterator[tuple[str, str, int, int]]:
    """The section, the key, the line and the column of what is in the clear."""
    section, indent = "", ""
    for at, line in enumerate(lines):
        if field := _FIELD.match(line):
            section, indent = field[1], ""
        entry = _ENTRY.match(line) if section in SECTIONS else None
        if entry and (not indent or entry[1] == indent):
            indent = entry[1]
            if _is_plain(entry[3], islice(lines, at + 1, None), len(indent)):
                yield section, entry[2], at, len(indent)


def _is_plain(value: str, below: Iterator[str], indent: int) -> bool:
    text = re.sub(r"\s+#.*", "", value).strip().rstrip(",")
    if text[:1] in ("|", ">"):
        line = next((line for line in below if line.strip()), "")
        return len(line) - len(line.lstrip()) > indent
    return text not in _NOTHING and is_in_the_clear(text.strip("\"'"))


def _name(lines: list[str]) -> str:
    inside = False
    for line in lines:
        if field := _FIELD.match(line):
            inside = field[1] == "metadata"
        elif inside and (match := _ENTRY.match(line)) and match[2] == "name":
            return match[3].strip("\"', \r")
    return ""
