"""The words that the language is defined in: a field, and JSON Schema pieces that combine without `anyOf`.

A short form and its full form always differ in JSON type, so both stand in one flat schema (`either`): an error then
names one thing that was expected, not a tree of alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Final

from msgspec import Struct

from generator.json_types import Json, JsonMap

NO_DEFAULT: Final = object()

ONCE: Final = "x-once"
"""Our own keyword: groups of fields (dotted) of which a map has one, for only one of them could hold."""

Expand = Callable[[Json], JsonMap]
"""The value of one field, as written -> the canonical fields that it stands for."""


class Reach(Enum):
    """What a field of the service means for its further workloads (`workloads`)."""

    SERVICE = auto()
    """It is said once, for the service as a whole; a workload cannot have it."""
    SHARED = auto()
    """Every workload has the service's value, until it says otherwise."""
    OWN = auto()
    """Every workload says it for itself: the service's value is that of its main workload."""


class Field(Struct, frozen=True):
    """One field of a service. `expand` makes canonical fields of what was written; without it that is canonical."""

    name: str
    schema: JsonMap
    description: str
    example: Json
    default: Json = NO_DEFAULT
    expand: Expand | None = None
    reach: Reach = Reach.OWN


def string(fmt: str = "", **keywords: Json) -> JsonMap:
    """`fmt` is a name of `catalog.formats`."""
    return {"type": ["string"], **({"format": fmt} if fmt else {}), **keywords}


def enum(*values: str) -> JsonMap:
    return {"type": ["string"], "enum": list(values)}


def integer(minimum: int = 0, maximum: int = 2**31 - 1) -> JsonMap:
    return {"type": ["integer"], "minimum": minimum, "maximum": maximum}


def port_number() -> JsonMap:
    return integer(1, 65535)


def boolean() -> JsonMap:
    return {"type": ["boolean"]}


def array(items: JsonMap, **keywords: Json) -> JsonMap:
    return {"type": ["array"], "items": items, **keywords}


def map_of(values: JsonMap, keys: str = "") -> JsonMap:
    """`keys` is the format of the keys."""
    names = {"propertyNames": {"format": keys}} if keys else {}
    return {"type": ["object"], "additionalProperties": values, **names}


def fields(**properties: JsonMap) -> JsonMap:
    return {"type": ["object"], "properties": properties, "additionalProperties": False}


def needing(schema: JsonMap, *names: str) -> JsonMap:
    """The same map, in which these fields must stand: for an item of a list, which no other layer completes."""
    return {**schema, "required": list(names), "x-keep-required": True}


def once(schema: JsonMap, *groups: Sequence[str]) -> JsonMap:
    """The same map, in which no two fields of a group stand beside one another: only one of them could hold."""
    return {**schema, ONCE: [list(group) for group in groups]}


def described(description: str, schema: JsonMap) -> JsonMap:
    return {"description": description, **schema}


def kubernetes(definition: str, /, *, without: tuple[str, ...] = (), **more: JsonMap) -> JsonMap:
    """A type of the Kubernetes API by its short name (`Probe`), with fields of ours added or put in place of its own.

    The vendored definitions take its place when the schema is generated.
    """
    return {"x-kubernetes": definition, "x-without": list(without), "x-more": more}


def custom(kind: str, path: str = "", /, *, without: tuple[str, ...] = (), **more: JsonMap) -> JsonMap:
    """A part of a custom resource, as `kubernetes` is a type of the Kubernetes API.

    `kind` is `group/version/Kind`, `path` the fields that lead to the part: `spec.rules`, `spec.rules[].filters[]`.
    """
    return kubernetes(f"{kind}#{path}", without=without, **more)


def either(*schemas: JsonMap) -> JsonMap:
    """One flat schema for values of different JSON types."""
    merged: JsonMap = {"type": []}
    for schema in schemas:
        merged["type"] = [*merged["type"], *schema.get("type", [])]
        merged.update({key: value for key, value in schema.items() if key != "type"})
    return merged


def named(item: JsonMap, keys: str = "dns-label", key: str = "name") -> JsonMap:
    """Things by name: a map, or a list (when order means something) whose items hold their name under `key`."""
    listed = dict(item)
    if "properties" in listed:
        listed["properties"] = {key: string(keys), **listed["properties"]}
    elif "x-more" in listed:
        listed["x-more"] = {key: string(keys), **listed["x-more"]}
    listed = needing({**listed, "type": ["object"]}, key)
    return either(map_of(item, keys), array(listed, **{"x-unique": [key]}))
