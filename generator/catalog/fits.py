"""Data of a catalog file and its JSON Schema -> whether it plainly fits.

Most files do, and to load jsonschema takes a good part of the time that a commit may take. It is asked what is wrong
with a file of which this cannot say that it fits.
"""

from __future__ import annotations

from math import inf

from msgspec import Raw, Struct, field, json

from generator.catalog.formats import FORMATS
from generator.catalog.keywords import repeated, rivals
from generator.json_types import Json, JsonMap
from generator.language.types import ONCE

_TYPES: dict[type, frozenset[str]] = {
    str: frozenset({"string"}),
    bool: frozenset({"boolean"}),
    int: frozenset({"integer", "number"}),
    float: frozenset({"number"}),
    list: frozenset({"array"}),
    dict: frozenset({"object"}),
    type(None): frozenset({"null"}),
}
"""What JSON Schema calls a value. Nothing else is one: what YAML reads in two ways (`yaml_source.Odd`) never fits."""


class Schema(Struct, frozen=True):
    """The keywords that the catalog's schemas are written with; beside a `$ref` there is no other."""

    ref: str = field(name="$ref", default="")
    type: frozenset[str] = frozenset()
    enum: frozenset[str | int | None] = frozenset()
    format: str = ""
    minimum: int | float = -inf
    maximum: int | float = inf
    properties: dict[str, Schema] = field(default_factory=dict)
    additional: bool | Schema = field(name="additionalProperties", default=True)
    keys: Schema | None = field(name="propertyNames", default=None)
    required: frozenset[str] = frozenset()
    items: Schema | None = None
    unique: tuple[str, ...] = field(name="x-unique", default=())
    once: tuple[tuple[str, ...], ...] = field(name=ONCE, default=())


class _Root(Schema, frozen=True):
    definitions: dict[str, Raw] = field(default_factory=dict)
    passed: dict[str, tuple[str, ...]] = field(name="x-kubecatalog", default_factory=dict)


class Plain:
    """A schema, from the text of its file. `passed` are, by level, the fields of the Kubernetes API that stand in a
    catalog file under their own names."""

    def __init__(self, text: bytes) -> None:
        self._root = json.decode(text, type=_Root)
        self._read: dict[str, Schema] = {}
        self.passed = self._root.passed

    def takes(self, data: Json) -> bool:
        return self._takes(self._root, data)

    def _takes(self, schema: Schema, value: Json) -> bool:
        while schema.ref:
            schema = self._defined(schema.ref.rpartition("/")[2])
        names = _TYPES.get(type(value))
        if names is None or (schema.type and names.isdisjoint(schema.type)):
            return False
        if isinstance(value, dict):
            return self._takes_map(schema, value)
        if isinstance(value, list):
            return self._takes_list(schema, value)
        if isinstance(value, str | None):  # an enumeration says which texts there are, beside whatever else
            named = not schema.enum or value in schema.enum
            return named and (value is None or not schema.format or FORMATS[schema.format].check(value))
        return "number" not in names or schema.minimum <= value <= schema.maximum

    def _defined(self, name: str) -> Schema:
        """Of the thousand definitions a file needs a few."""
        if name not in self._read:
            self._read[name] = json.decode(self._root.definitions[name], type=Schema)
        return self._read[name]

    def _takes_map(self, schema: Schema, value: JsonMap) -> bool:
        if any(rivals(schema.once, value)) or not schema.required <= value.keys():
            return False
        if schema.keys and not all(self._takes(schema.keys, key) for key in value):
            return False
        others = _ANYTHING if schema.additional is True else schema.additional
        for key, item in value.items():
            own = schema.properties.get(key) or others
            if not (own and self._takes(own, item)):
                return False
        return True

    def _takes_list(self, schema: Schema, value: list[Json]) -> bool:
        if schema.unique and next(repeated(schema.unique, value), None) is not None:
            return False
        within = schema.items or _ANYTHING
        return all(self._takes(within, item) for item in value)


_ANYTHING = Schema()
