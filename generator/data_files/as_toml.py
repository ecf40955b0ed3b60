"""TOML 1.0."""

from __future__ import annotations

import re

from generator.data_files.errors import Unfit, Unreadable
from generator.data_files.escaping import escaped
from generator.data_files.merging import merged
from generator.json_types import Json, JsonMap, Path

__all__ = ["merged", "parse", "serialise"]

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LARGEST = 2**63


def parse(text: str) -> JsonMap:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = _PLACE.search(said)
        lines = text.split("\n")
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(lines), len(lines[-1]) + 1)
        message = _PLACE.sub("", said)
        raise Unreadable(f"not TOML: {message[:1].lower()}{message[1:]}", line, column) from error
    except RecursionError as error:
        raise Unreadable("values are nested too deeply") from error


def serialise(data: JsonMap) -> str:
    import tomli_w

    return escaped(tomli_w.dumps(_fitting(data, ())))


def _fitting(value: Json, path: Path) -> Json:
    """The value with its keys in order."""
    if value is None:
        raise Unfit("TOML has no null", path, "leave it out, or write an empty string")
    if isinstance(value, dict):
        return {key: _fitting(value[key], (*path, key)) for key in sorted(value)}
    if isinstance(value, list):
        return [_fitting(item, (*path, index)) for index, item in enumerate(value)]
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        raise Unfit("TOML has no whole number of more than 64 bits", path, "write it as a string")
    return value
