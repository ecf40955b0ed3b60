"""The schema of a custom resource -> what its CEL rules know of it: types, and how many of each thing there can be.

https://kubernetes.io/docs/reference/using-api/cel/#type-system-integration. Where a schema sets no limit, the largest
request that a server takes does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from generator.checks.cel.names import RESERVED, escaped, plain
from generator.checks.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    Type,
    list_of,
    map_of,
    message,
)
from generator.json_types import Json, JsonMap

LARGEST_REQUEST = 3 * 1024 * 1024
"""Bytes."""

_BYTES_OF_CHARACTER = 4


class Shape(Struct):
    """A value's type, the fewest bytes of JSON that one takes, and the most characters or items that it has."""

    type: Type
    least: int
    most: int = 0
    fields: dict[str, Shape] = field(default_factory=dict)
    key: Shape | None = None
    item: Shape | None = None
    """Of a list, or a map of any keys."""
    named: Shape | None = None
    """Of a map whose keys are known to lead to such values, also where one is written as a field."""


def shape(schema: JsonMap, name: str = "object", *, is_object: bool = True) -> Shape | None:
    """`is_object` of a whole resource, also one that is embedded. None of what rules cannot see."""
    if schema.get("x-kubernetes-int-or-string"):
        return Shape(DYN, 1, _characters(schema, LARGEST_REQUEST - 2))
    schema = _with_metadata(schema) if is_object else schema
    match schema.get("type"):
        case "array":
            return _list(schema, name)
        case "object":
            values = schema.get("additionalProperties")
            return _map(schema, values, name) if isinstance(values, dict) else _message(schema, name)
        case "string":
            return _text(schema)
        case kind:
            return _SIMPLE.get(str(kind))


def _below(schema: Json, name: str) -> Shape | None:
    if not isinstance(schema, dict):
        return None
    return shape(schema, name, is_object=bool(schema.get("x-kubernetes-embedded-resource")))


def _list(schema: JsonMap, name: str) -> Shape | None:
    item = _below(schema.get("items"), f"{name}.@items")
    if item is None:
        return None
    most = _limit(schema, "maxItems", (LARGEST_REQUEST - 2) // (item.least + 1))
    return Shape(list_of(item.type), 2, most, item=item)


def _map(schema: JsonMap, values: JsonMap, name: str) -> Shape | None:
    item = _below(values, f"{name}.@values")
    if item is None:
        return None
    most = _limit(schema, "maxProperties", (LARGEST_REQUEST - 2) // (item.least + 6))
    return Shape(map_of(STRING, item.type), 2, most, key=Shape(STRING, 2), item=item)


def _message(schema: JsonMap, name: str) -> Shape:
    required = schema.get("required") or ()
    fields: dict[str, Shape] = {}
    least = 2
    for key, own in (schema.get("properties") or {}).items():
        found = _below(own, f"{name}.{key}")
        if found is None:
            continue
        if text := escaped(key):
            fields[text] = found
        if key in required and own.get("default") is None:
            least += len(key.encode()) + found.least + 4
    types = {key: own.type for key, own in fields.items()}
    types |= {plain(key): own for key, own in types.items() if plain(key) in RESERVED}  # either is fine of a keyword
    return Shape(message(name, types), least, 0, fields)


def _text(schema: JsonMap) -> Shape:
    form = schema.get("format")
    if form == "byte":
        return Shape(BYTES, 2, _limit(schema, "maxLength", LARGEST_REQUEST - 2))
    if form in _FORMS:
        own, least, most = _FORMS[form]
        return Shape(own, least, most)
    longest = LARGEST_REQUEST - 2
    if choices := schema.get("enum"):
        longest = max((len(choice.encode()) for choice in choices if isinstance(choice, str)), default=0)
    return Shape(STRING, 2, _characters(schema, longest))


_SIMPLE: Mapping[str, Shape] = {"boolean": Shape(BOOL, 4), "number": Shape(DOUBLE, 1), "integer": Shape(INT, 1)}

_FORMS: Mapping[Json, tuple[Type, int, int]] = {
    "duration": (DURATION, 3, 32),
    "date": (TIMESTAMP, 12, 12),
    "date-time": (TIMESTAMP, 21, 32),
}
"""With the fewest and the most bytes that they take."""


def _limit(schema: JsonMap, name: str, otherwise: int) -> int:
    value = schema.get(name)
    return max(value, 0) if isinstance(value, int) else otherwise


def _characters(schema: JsonMap, otherwise: int) -> int:
    return _limit(schema, "maxLength", -1) * _BYTES_OF_CHARACTER if schema.get("maxLength") is not None else otherwise


def _with_metadata(schema: JsonMap) -> JsonMap:
    """What a rule can always see of a whole resource."""
    properties = schema.get("properties") or {}
    metadata = (properties.get("metadata") or {}).get("properties") or {}
    texts = (*(properties.get(key) for key in ("kind", "apiVersion")), *(metadata.get(key) for key in _NAMES))
    if all(isinstance(own, dict) and own.get("type") == "string" for own in texts):
        return schema
    own = {"type": "object", "properties": _texts(_NAMES)}
    return {
        **schema,
        "properties": {**properties, **_texts(("kind", "apiVersion")), "metadata": own},
    }


_NAMES = ("name", "generateName")


def _texts(names: Iterable[str]) -> JsonMap:
    return {name: {"type": "string"} for name in names}
