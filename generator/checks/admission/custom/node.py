"""A structural schema -> the parts of it that say more than JSON Schema does; what says nothing more is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from generator.checks.admission import formats, scalars
from generator.checks.admission.custom.forms import FORMS
from generator.checks.admission.field import Constraint
from generator.checks.admission.repeats import repeated
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap

_FORMATS: Mapping[str, Constraint] = {
    "int32": scalars.integer(31),
    "int64": scalars.integer(63),
    "byte": scalars.base64,
    "date-time": scalars.time,
    **FORMS,
}
"""https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation"""

_NAMES_SINCE = 34
"""The minor version whose servers know the formats of names."""
_NAMES: Mapping[str, Constraint] = {"k8s-short-name": formats.dns_label, "k8s-long-name": formats.dns_subdomain}


class Node(Struct):
    """`fields`, `items` and `values` are what stands below a map, a list, and a map of any keys."""

    schema: JsonMap
    form: Constraint | None = None
    rules: Sequence[JsonMap] = ()
    identity: Callable[[Json], Json] | None = None
    fields: dict[str, Node] = field(default_factory=dict)
    items: Node | None = None
    values: Node | None = None
    rules_below: bool = False

    def below(self, value: Json) -> Iterator[tuple[str | int, Json, Node]]:
        """What stands right below a value, with the node that says something about it."""
        if isinstance(value, dict):
            for key, item in value.items():
                own = self.fields.get(key, self.values)
                if own is not None and item is not None:
                    yield key, item, own
        elif isinstance(value, list) and self.items is not None:
            for position, item in enumerate(value):
                yield position, item, self.items

    def wrong(self, value: Json) -> Iterator[Wrong]:
        """What is wrong with the form of values, and with what lists hold."""
        if self.form is not None and (found := self.form(value)):
            yield found
        if self.identity is not None and isinstance(value, list) and len(value) > 1:
            yield from repeated(value, self.identity)
        for key, item, own in self.below(value):
            for found in own.wrong(item):
                yield found.below(key)


def node(schema: JsonMap, minor: int) -> Node | None:
    """None where nothing is said beyond JSON Schema, here and below."""
    own = Node(schema, _form(schema, minor), schema.get("x-kubernetes-validations") or (), _identity(schema))
    for name, item in (schema.get("properties") or {}).items():
        if isinstance(item, dict) and (found := node(item, minor)):
            own.fields[name] = found
    items, values = schema.get("items"), schema.get("additionalProperties")
    own.items = node(items, minor) if isinstance(items, dict) else None
    own.values = node(values, minor) if isinstance(values, dict) else None
    beneath = [found for found in (*own.fields.values(), own.items, own.values) if found]
    own.rules_below = bool(own.rules) or any(found.rules_below for found in beneath)
    return own if beneath or own.form or own.rules or own.identity else None


def _form(schema: JsonMap, minor: int) -> Constraint | None:
    form = schema.get("format")
    if not isinstance(form, str) or "type" not in schema:
        return None
    return _FORMATS.get(form) or (_NAMES.get(form) if minor >= _NAMES_SINCE else None)


def _identity(schema: JsonMap) -> Callable[[Json], Json] | None:
    kind = schema.get("x-kubernetes-list-type")
    if kind == "set":
        return _hashable
    if kind != "map":
        return None
    keys = schema.get("x-kubernetes-list-map-keys") or []
    fields = (schema.get("items") or {}).get("properties") or {}
    pairs = [(key, (fields.get(key) or {}).get("default")) for key in keys]
    return lambda item: tuple(_hashable(item.get(key, default)) for key, default in pairs) if _is_map(item) else None


def _is_map(value: Json) -> bool:
    return isinstance(value, dict)


def _hashable(value: Json) -> Json:
    return value if not isinstance(value, dict | list) else repr(value)
