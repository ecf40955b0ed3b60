"""Dotenv files: `NAME=value` lines, in the part of the syntax that its many readers agree on."""

from __future__ import annotations

import re

from generator.data_files.as_properties import scalar
from generator.data_files.errors import Unfit, Unreadable
from generator.data_files.merging import merged
from generator.json_types import JsonMap

__all__ = ["merged", "parse", "serialise"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ENTRY = re.compile(
    r"""[ \t]*(?:export[ \t]+)?(?P<name>[^\s=#'"]+)[ \t]*=[ \t]*
    (?: '(?P<single>[^']*)' | "(?P<double>(?:[^"\\]|\\.)*)" | (?P<plain>[^\n'"][^\n]*|) )
    [ \t]*(?:\#[^\n]*)?(?:\n|\Z)""",
    re.DOTALL | re.VERBOSE,
)
_SKIPPED = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_SAFE = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")


def parse(text: str) -> JsonMap:
    found: JsonMap = {}
    text = text.replace("\r\n", "\n")
    position = 0
    while position < len(text):
        skipped = _SKIPPED.match(text, position)
        if skipped:
            position = skipped.end()
            continue
        match = _ENTRY.match(text, position)
        if match is None or not _NAME.fullmatch(match["name"]):
            raise Unreadable("expected NAME=value", text.count("\n", 0, position) + 1, hint=_hint(text, position))
        found[match["name"]] = _value(match)
        position = match.end()
    return found


def _hint(text: str, position: int) -> str:
    line = text[position:].partition("\n")[0]
    if "=" not in line:
        return "write one variable a line, and # before a comment"
    return "end the quotes" if "'" in line or '"' in line else "a name has letters, digits and underscores"


def _value(match: re.Match[str]) -> str:
    if match["single"] is not None:
        return match["single"]
    if match["double"] is not None:
        return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), match["double"], flags=re.DOTALL)
    return re.sub(r"(^|[ \t]+)#.*", "", match["plain"]).rstrip()


def serialise(data: JsonMap) -> str:
    lines = []
    for name in sorted(data):
        if not _NAME.fullmatch(name):
            hint = "use letters, digits and underscores, not starting with a digit"
            raise Unfit(f'"{name}" cannot name a variable', (name,), hint)
        lines.append(f"{name}={_quoted(scalar(data[name], (name,), 'dotenv'))}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """Single quotes keep everything but themselves and line breaks as it is."""
    if _SAFE.fullmatch(text):
        return text
    if not set(text) & {"'", "\n", "\r"}:
        return f"'{text}'"
    for character in '\\"$`':
        text = text.replace(character, f"\\{character}")
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r") + '"'
