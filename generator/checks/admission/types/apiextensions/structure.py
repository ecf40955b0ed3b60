"""The schema of a custom resource -> what keeps a server from taking it as a structural one.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import re2
from generator.checks.admission.types.apiextensions.expressions import rules
from generator.checks.admission.types.apiextensions.lists import list_type
from generator.checks.admission.wrong import Wrong, conflict, forbidden, malformed, missing, unsupported
from generator.json_types import Json, JsonMap

_TYPES = ("array", "boolean", "integer", "number", "object", "string")
_NEVER = ("$ref", "$schema", "id", "definitions", "dependencies", "patternProperties", "additionalItems")
_SEVERAL = ("allOf", "anyOf", "oneOf")
_STRUCTURE = (
    "additionalProperties",
    "default",
    "description",
    "nullable",
    "title",
    "type",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
)
_NAMES = frozenset({"name", "generateName"})
_INT_OR_STRING = ("integer", "string")


def structural(schema: Json) -> Iterator[Wrong]:
    """Of the schema of a whole object."""
    if not isinstance(schema, dict):
        return
    if schema.get("type") not in (None, "", "object"):
        yield malformed(schema["type"], "object", "write `type: object`: a resource is one").below("type")
    if schema.get("nullable"):
        yield forbidden("a whole resource may not be null", "remove it").below("nullable")
    if schema.get("additionalProperties") is not None:
        yield forbidden("a whole resource takes no additionalProperties", "write `properties`").below(
            "additionalProperties"
        )
    yield from _level(schema, is_whole=True)


def _of_a_resource(properties: JsonMap) -> Iterator[Wrong]:
    for name in ("apiVersion", "kind"):
        kind = (properties.get(name) or {}).get("type") if name in properties else "string"
        if kind != "string":
            yield malformed(kind or "", "string", "write `type: string`").below(name, "type")
    if isinstance(own := properties.get("metadata"), dict):
        yield from (wrong.below("metadata") for wrong in _metadata(own))


def _metadata(schema: JsonMap) -> Iterator[Wrong]:
    """Of its metadata, a schema says what names may be."""
    if schema.get("type") not in (None, "", "object"):
        yield malformed(schema["type"], "object", "write `type: object`").below("type")
    for name in schema.get("properties") or ():
        if name not in _NAMES:
            yield forbidden("only name and generateName have a schema", "remove it").below("properties", name)
    for key in ("default", "additionalProperties", "nullable"):
        if schema.get(key) is not None and schema[key] is not False:
            yield forbidden(f"metadata takes no {key}", "remove it").below(key)


def _level(schema: JsonMap, *, is_whole: bool = False) -> Iterator[Wrong]:
    # What narrows the schema of a whole resource may only speak of what there is; below that no server looks.
    around = schema if is_whole else None
    if is_whole or schema.get("x-kubernetes-embedded-resource"):
        yield from (wrong.below("properties") for wrong in _of_a_resource(schema.get("properties") or {}))
    yield from _type(schema)
    yield from _constructs(schema)
    yield from list_type(schema)
    if schema.get("x-kubernetes-validations"):
        yield from rules(schema)
    for key in _SEVERAL:
        for position, part in enumerate(schema.get(key) or ()):
            if isinstance(part, dict):
                integer_or_text = _is_int_or_string(schema, key, position)
                for wrong in _validation(part, around, integer_or_text):
                    yield wrong.below(key, position)
    if isinstance(schema.get("not"), dict):
        yield from (wrong.below("not") for wrong in _validation(schema["not"], around, False))
    yield from _below(schema)


def _below(schema: JsonMap) -> Iterator[Wrong]:
    for name, part in (schema.get("properties") or {}).items():
        if isinstance(part, dict | None):
            for wrong in _level(part or {}):
                yield wrong.below("properties", name)
    for key in ("items", "additionalProperties"):
        if isinstance(part := schema.get(key), dict):
            for wrong in _level(part):
                yield wrong.below(key)


def _type(schema: JsonMap) -> Iterator[Wrong]:
    kind = schema.get("type")
    either = schema.get("x-kubernetes-int-or-string")
    if not kind and not either and not schema.get("x-kubernetes-preserve-unknown-fields"):
        yield missing("type", "add `type`, or `x-kubernetes-preserve-unknown-fields: true`")
    elif kind and kind not in _TYPES:
        yield unsupported(kind, _TYPES).below("type")
    if kind == "array" and not isinstance(schema.get("items"), dict):
        yield missing("items", "add `items` with the schema of an item")
    if kind != "object" and schema.get("x-kubernetes-embedded-resource"):
        yield malformed(kind or "", "object", "write `type: object`: an embedded resource is one").below("type")


def _constructs(schema: JsonMap) -> Iterator[Wrong]:
    for key in _NEVER:
        if schema.get(key):
            yield forbidden(f"{key} is not supported", "write the schema itself in its place").below(key)
    if schema.get("uniqueItems"):
        yield forbidden("uniqueItems may not be true", "write `x-kubernetes-list-type: set`").below("uniqueItems")
    if isinstance(schema.get("items"), list):
        yield forbidden("items may not be a list", "write one schema for all items").below("items")
    others = schema.get("additionalProperties")
    if others is not None and not isinstance(others, dict | bool):
        yield Wrong("wrong-type", "expected a schema, or true", "write one", ("additionalProperties",))
    if others is not None and others is not True and schema.get("properties"):
        hint = "remove it: fields that have no schema are dropped" if others is False else "remove one of them"
        yield conflict("additionalProperties excludes properties", hint).below("additionalProperties")
    if others is not None and schema.get("x-kubernetes-embedded-resource"):
        yield forbidden("an embedded resource takes no additionalProperties", "write `properties`").below(
            "additionalProperties"
        )
    if schema.get("x-kubernetes-preserve-unknown-fields") is False:
        yield malformed(False, "true", "remove it").below("x-kubernetes-preserve-unknown-fields")
    if schema.get("x-kubernetes-embedded-resource") and not (
        schema.get("properties") or schema.get("x-kubernetes-preserve-unknown-fields")
    ):
        hint = "add `properties`, or `x-kubernetes-preserve-unknown-fields: true`"
        yield missing("properties", hint, why="of an embedded resource")
    if wrong := _pattern(schema.get("pattern")):
        yield wrong.below("pattern")


def _pattern(text: Json) -> Wrong | None:
    wrong = re2.mistake(text) if text and isinstance(text, str) else ""
    hint = f"{wrong}; see https://github.com/google/re2/wiki/Syntax"
    return malformed(text, "a regular expression", hint) if wrong else None


def _is_int_or_string(schema: JsonMap, key: str, position: int) -> bool:
    """https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#intorstring"""
    if not schema.get("x-kubernetes-int-or-string"):
        return False
    return _kinds(schema["anyOf"]) if key == "anyOf" else key == "allOf" and not position


def _kinds(parts: Json) -> bool:
    return tuple(isinstance(part, dict) and part.get("type") for part in parts) == _INT_OR_STRING


def _validation(part: JsonMap, outer: JsonMap | None, integer_or_text: bool) -> Iterator[Wrong]:
    """What stands in allOf and the like only narrows what the schema around it says."""
    for key in _STRUCTURE:
        if part.get(key) not in (None, "", False, [], {}) and not (key == "type" and integer_or_text):
            hint = "write it in the schema around"
            yield forbidden(f"{key} has no place within allOf, anyOf, oneOf and not", hint).below(key)
    for key in _NEVER:
        if part.get(key):
            yield forbidden(f"{key} is not supported", "write the schema itself in its place").below(key)
    if wrong := _pattern(part.get("pattern")):
        yield wrong.below("pattern")
    for key in _SEVERAL:
        for position, inner in enumerate(part.get(key) or ()):
            if isinstance(inner, dict):
                own = integer_or_text and key == "anyOf" and _kinds(part["anyOf"])
                yield from (wrong.below(key, position) for wrong in _validation(inner, outer, own))
    if isinstance(part.get("not"), dict):
        yield from (wrong.below("not") for wrong in _validation(part["not"], outer, False))
    yield from _complete(part, outer)


def _complete(part: JsonMap, outer: JsonMap | None) -> Iterator[Wrong]:
    """It can only speak of what there is."""
    around = (outer or {}).get("properties") or {}
    for name, inner in (part.get("properties") or {}).items():
        whole = around.get(name)
        if outer is not None and not isinstance(whole, dict):
            hint = f"add `{name}` to the properties of the schema around"
            yield Wrong("unknown-name", f"there is no property {name} around", hint, ("properties", name))
        elif isinstance(inner, dict):
            yield from (wrong.below("properties", name) for wrong in _validation(inner, whole, False))
    if isinstance(part.get("items"), dict):
        whole = (outer or {}).get("items")
        if outer is not None and not isinstance(whole, dict):
            yield Wrong("unknown-name", "there are no items around", "add `items` around it", ("items",))
        else:
            yield from (wrong.below("items") for wrong in _validation(part["items"], whole, False))
