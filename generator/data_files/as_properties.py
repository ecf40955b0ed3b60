"""Java properties (https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-).

The keys of nested maps are joined by dots, the items of lists by commas. What is not ASCII is escaped, so that the
text is the same in UTF-8 and in the ISO 8859-1 that older readers take it for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.data_files.errors import Unfit, Unreadable, noun
from generator.json_types import Json, JsonMap, Path
from generator.model.merge import is_fresh

_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_LINE = re.compile(r"[ \t\f]*((?:[^\\\r\n]|\\(?:\r\n|.|\n|\Z))*)(?:\r\n|\r|\n|\Z)", re.DOTALL)
_KEY = re.compile(r"(?:[^\\=: \t\f]|\\.)*", re.DOTALL)
_SEPARATOR = re.compile(r"[ \t\f]*[=:]?[ \t\f]*")
_CONTINUED = re.compile(r"\\(?:\r\n|\r|\n)[ \t\f]*")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|u|.|\Z)", re.DOTALL)


def parse(text: str) -> JsonMap:
    found: JsonMap = {}
    position = 0
    while position < len(text):
        match = _LINE.match(text, position)
        if match is None or match.end() == position:  # pragma: no cover - the expression takes at least a line break
            break
        line = _CONTINUED.sub("", match[1]) if match[1][:1] not in ("#", "!") else ""
        if match[1][:1] in ("#", "!"):  # a comment ends with its line, whatever stands at its end
            end = re.compile(r"\r\n|\r|\n|\Z").search(text, position)
            position = end.end() if end else len(text)
            continue
        if line:
            key = _KEY.match(line)
            rest = line[key.end() :] if key else line
            value = rest[_SEPARATOR.match(rest).end() :]  # type: ignore[union-attr]  # it matches nothing, too
            number = text.count("\n", 0, position) + 1
            found[_plain(key[0] if key else "", number)] = _plain(value, number)
        position = match.end()
    return found


def _plain(text: str, line: int) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] == "u":
            raise Unreadable("\\u without four hexadecimal digits", line, hint="write \\\\ for a backslash")
        return chr(int(match[1][1:], 16)) if len(match[1]) == 5 else _ESCAPES.get(match[1], match[1])

    plain = _ESCAPE.sub(replace, text)
    # Two escapes are one character beyond the first plane.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def merged(file: JsonMap, data: JsonMap) -> JsonMap:
    """A key that is a dotted beginning of others is one of its own: only null removes those, too."""
    result = dict(file)
    for key in _removed(data, ""):
        result = {name: value for name, value in result.items() if name != key and not name.startswith(f"{key}.")}
    places: dict[str, Path] = {}
    for key, value, path in _flat(data, "", ()):
        if key in places:
            raise Unfit(f'the key "{key}" stands here twice', path, "write it in one way: with dots, or as nested maps")
        places[key] = path
        result[key] = value
    return result


def _removed(data: JsonMap, prefix: str) -> Iterator[str]:
    for key, value in data.items():
        if value is None or (isinstance(value, dict) and is_fresh(value)):
            yield f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _removed(value, f"{prefix}{key}.")


def _flat(data: JsonMap, prefix: str, path: Path) -> Iterator[tuple[str, str, Path]]:
    for key, value in data.items():
        place = (*path, key)
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.", place)
        elif value is not None:
            yield f"{prefix}{key}", _text(value, place), place


def _text(value: Json, path: Path) -> str:
    if isinstance(value, list):
        items = [scalar(item, (*path, index), "properties") for index, item in enumerate(value)]
        for index, item in enumerate(items):
            if "," in item:
                raise Unfit(
                    "an item of a list holds a comma", (*path, index), "write one string, as its reader expects"
                )
        return ",".join(items)
    return scalar(value, path, "properties")


def scalar(value: Json, path: Path, form: str) -> str:
    """A single value as text. Raises Unfit."""
    if value is None or isinstance(value, (dict, list)):
        raise Unfit(f"{form} cannot hold {noun(value)} here", path, "write a single value")
    return str(value).lower() if isinstance(value, bool) else str(value)


def serialise(data: JsonMap) -> str:
    return "".join(f"{_escaped(key, ' =:#!')}={_escaped(data[key], '')}\n" for key in sorted(data))


def _escaped(text: str, special: str) -> str:
    written = "".join(_character(character, special) for character in text)
    return f"\\{written}" if text.startswith(" ") and not special else written


def _character(character: str, special: str) -> str:
    if character == "\\" or character in special:
        return f"\\{character}"
    for letter, control in _ESCAPES.items():
        if character == control:
            return f"\\{letter}"
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))
