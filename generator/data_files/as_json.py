"""JSON."""

from __future__ import annotations

import json
from typing import NoReturn

from generator.catalog import syntax
from generator.data_files.errors import Unreadable, must_be_map
from generator.data_files.escaping import escaped
from generator.data_files.merging import merged
from generator.json_types import JsonMap

__all__ = ["merged", "parse", "serialise"]


def parse(text: str) -> JsonMap:
    def refuse(word: str) -> NoReturn:
        raise Unreadable(f"JSON has no {word}", *syntax.place(text, text.find(word)), "write a string, or null")

    try:
        data = json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error.msg.lower()}", error.lineno, error.colno) from error
    except RecursionError as error:
        raise Unreadable("values are nested too deeply") from error
    must_be_map(data)
    found: JsonMap = data
    return found


def serialise(data: JsonMap) -> str:
    return escaped(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)) + "\n"
