"""A structural schema -> defaults in it that it would itself refuse, or drop a part of.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.custom.expressions import broken_rules
from generator.checks.admission.custom.node import node
from generator.checks.admission.wrong import Wrong, forbidden, malformed, shown
from generator.json_types import Json, JsonMap
from generator.schemas.crd import NESTED, or_null, values

_OF_EVERY_OBJECT = ("apiVersion", "kind", "metadata")
_LONGEST = 120


def defaults(schema: JsonMap, minor: int) -> Iterator[Wrong]:
    """Of the schema of a whole object."""
    properties = schema.get("properties") or {}
    for name in _OF_EVERY_OBJECT:
        for path in _places(properties.get(name)):
            yield forbidden(f"{name} has no defaults", "remove it").below("properties", name, *path)
    rest = {name: part for name, part in properties.items() if name not in _OF_EVERY_OBJECT}
    yield from _level({**schema, "properties": rest, "x-kubernetes-embedded-resource": True}, minor)


def _places(schema: Json) -> Iterator[tuple[str, ...]]:
    if not isinstance(schema, dict):
        return
    if schema.get("default") is not None:
        yield ("default",)
    for name, part in (schema.get("properties") or {}).items():
        yield from (("properties", name, *path) for path in _places(part))
    for key in ("items", "additionalProperties"):
        yield from ((key, *path) for path in _places(schema.get(key)))


def _level(schema: JsonMap, minor: int) -> Iterator[Wrong]:
    if schema.get("default") is not None:
        yield from (wrong.below("default") for wrong in _default(schema["default"], schema, minor))
    for name, part in (schema.get("properties") or {}).items():
        if isinstance(part, dict):
            yield from (wrong.below("properties", name) for wrong in _level(part, minor))
    if isinstance(items := schema.get("items"), dict):
        yield from (wrong.below("items") for wrong in _level(items, minor))


def _default(value: Json, schema: JsonMap, minor: int) -> Iterator[Wrong]:
    from jsonschema import Draft7Validator

    own = node(schema, minor)
    wrong = [
        malformed(shown(error.instance), "a default that fits its schema", error.message[:_LONGEST]).below(
            *error.absolute_path
        )
        for error in Draft7Validator(closed(schema)).iter_errors(value)
    ]
    if own and not wrong:
        wrong += own.wrong(value)
        wrong += broken_rules(value, own) if own.rules_below and not wrong else ()
    yield from wrong


def closed(schema: JsonMap) -> JsonMap:
    """The schema as one of JSON Schema that takes no field which a server would drop."""
    result = values({key: value for key, value in schema.items() if key not in (*NESTED, "default")})
    properties = {name: closed(part) for name, part in (schema.get("properties") or {}).items()}
    others = schema.get("additionalProperties")
    if schema.get("x-kubernetes-embedded-resource"):
        result["required"] = sorted({*(result.get("required") or ()), "apiVersion", "kind"})
        properties = {"apiVersion": _FILLED, "kind": _FILLED, "metadata": {"type": "object"}, **properties}
    if properties:
        result["properties"] = properties
    if isinstance(schema.get("items"), dict):
        result["items"] = closed(schema["items"])
    if schema.get("x-kubernetes-int-or-string"):
        result["additionalProperties"] = False
    elif isinstance(others, dict):
        result["additionalProperties"] = closed(others)
    elif schema.get("type") == "object" and not others and not schema.get("x-kubernetes-preserve-unknown-fields"):
        result["additionalProperties"] = False
    return or_null(result) if schema.get("nullable") else result


_FILLED = {"type": "string", "minLength": 1}
