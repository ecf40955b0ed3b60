"""A JSON Schema error -> the words for it: lower case, the value found, what was expected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from msgspec import Struct

from generator.json_types import Json, JsonMap
from generator.schemas.patterns import words
from generator.schemas.suggest import nearest

WIDTH = 60
MANY = 12
TYPES = {"array": "list", "object": "map"}
FORMATS = {
    "date-time": "a date and time such as 2006-01-02T15:04:05Z",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
}
LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "uniqueItems": "items that differ",
}

SIZES = {
    "minLength": "at least {} character",
    "maxLength": "at most {} character",
    "minItems": "at least {} item",
    "maxItems": "at most {} item",
    "minProperties": "at least {} field",
    "maxProperties": "at most {} field",
}


class Violation(Struct, frozen=True):
    """A keyword of a schema, its value there, and the value that breaks it; `several`: more than one branch fits."""

    keyword: str
    limit: Json
    value: Json
    several: bool = False


def describe(violation: Violation, *, hide: bool) -> tuple[str, str]:
    """(message, hint); with `hide` neither holds any part of the value."""
    if violation.keyword in SIZES:
        limit = SIZES[violation.keyword].format(violation.limit) + ("" if violation.limit == 1 else "s")
        return f"expected {limit}, found {len(violation.value)}", ""
    return f"expected {_expected(violation)}, found {found(violation.value, hide=hide)}", _hint(violation, hide=hide)


def found(value: Json, *, hide: bool) -> str:
    """`string "three"`, `integer 3`, `a list`; only the type of what must stay hidden."""
    kind = type_of(value)
    if kind in ("list", "map"):
        return f"a {kind}" if value else f"an empty {kind}"
    if value is None or hide:
        return kind
    text = json.dumps(value, ensure_ascii=False)
    return f"{kind} {text}" if len(text) <= WIDTH else f"{kind} {text[:WIDTH]}..."


def type_of(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = ((str, "string"), (int, "integer"), (float, "number"), (list, "list"), (dict, "map"))
    return next(name for kind, name in names if isinstance(value, kind))


def _expected(violation: Violation) -> str:
    keyword, limit = violation.keyword, violation.limit
    if keyword in ("anyOf", "oneOf"):
        return _union(limit, several=violation.several)
    if keyword in LIMITS:
        return LIMITS[keyword].format(limit)
    return OTHERS[keyword](limit) if keyword in OTHERS else "another value"


def _type(limit: Json) -> str:
    return _one_of(TYPES.get(name, name) for name in _types(limit))


def _format(name: str) -> str:
    return FORMATS.get(name, f"the format {name}")


def _not(schema: JsonMap) -> str:
    return f"no {' with '.join(schema['required'])}" if "required" in schema else "another value"


def _enum(limit: list[Json]) -> str:
    names = [_plain(item) for item in limit if item is not None]
    return _one_of(names) if len(names) <= MANY else f"one of {', '.join(names[:MANY])} and {len(names) - MANY} more"


def _union(branches: list[JsonMap], *, several: bool) -> str:
    if all("required" in branch for branch in branches):
        count = "only one" if several else "one"
        return f"{count} of {_one_of(' with '.join(branch['required']) for branch in branches)}"
    if several:
        return "one of the allowed forms, not several at once"
    if all(set(branch) == {"format"} for branch in branches):
        return _one_of(_format(branch["format"]) for branch in branches)
    if all("type" in branch for branch in branches):
        return _type([name for branch in branches for name in _types(branch["type"])])
    return "one of the allowed forms"


def _hint(violation: Violation, *, hide: bool) -> str:
    value = violation.value
    if violation.keyword == "enum" and isinstance(value, str) and not hide:
        near = nearest(value, [item for item in violation.limit if isinstance(item, str)])
        return f"did you mean {near}?" if near else ""
    if violation.keyword != "type":
        return ""
    types = _types(violation.limit)
    if types == ["string"] and isinstance(value, bool | int | float):
        return "quote the value" if hide else f'quote the value: "{_plain(value)}"'
    return "write the value without quotes" if isinstance(value, str) and _reads_as(value, types) else ""


def _reads_as(value: str, types: list[str]) -> bool:
    numeric = value.removeprefix("-").isdecimal()
    return (numeric and bool({"integer", "number"} & set(types))) or (value in ("true", "false") and "boolean" in types)


def _types(value: Json) -> list[str]:
    """Null is left out: nobody writes one on purpose, and leaving the field out says the same."""
    listed = [value] if isinstance(value, str) else list(value)
    return [name for name in listed if name != "null"] or listed


def _plain(value: Json) -> str:
    return value if isinstance(value, str) and value else json.dumps(value)


def _one_of(words: Iterable[str]) -> str:
    *most, last = dict.fromkeys(words)
    return f"{', '.join(most)} or {last}" if most else last


OTHERS: dict[str, Callable[[Json], str]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda limit: _enum([limit]),
    "format": _format,
    "pattern": words,
    "not": _not,
}
