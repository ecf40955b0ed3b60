"""The catalog's JSON Schema -> values to try, in two variants that differ in every scalar."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.catalog.formats import FORMATS
from generator.json_types import Json, JsonMap

Path = tuple[str, ...]
"""Fields of the catalog, from the top of a service: `*` is any key of a map, `[]` any item of a list."""


class Part(Struct, frozen=True):
    """A piece of the schema that takes values of one JSON type."""

    schema: JsonMap
    type: str


class Values:
    def __init__(self, root: JsonMap) -> None:
        self._definitions: JsonMap = root["definitions"]

    def parts(self, schema: JsonMap) -> list[Part]:
        """The richest form first."""
        schema = self._resolved(schema)
        types = schema.get("type", ["object"])
        given = [types] if isinstance(types, str) else types
        order = ("object", "array", "string", "integer", "number", "boolean")
        parts = [Part(schema, name) for name in order if name in given]
        if given[:1] != ["array"] and "x-unique" in schema and "object" in given:  # the same things, as a list
            parts = [part for part in parts if part.type != "array"]
        if "integer" in given and "number" in given:
            parts = [part for part in parts if part.type != "number"]
        return parts

    def inner(self, part: Part) -> Iterator[tuple[str, JsonMap]]:
        """What lies in a map or list, by the step that leads to it."""
        if part.type == "array" and isinstance(part.schema.get("items"), dict):
            yield "[]", part.schema["items"]
        elif part.type == "object":
            if isinstance(part.schema.get("additionalProperties"), dict):
                yield "*", part.schema["additionalProperties"]
            else:
                yield from part.schema.get("properties", {}).items()

    def value(self, part: Part, variant: int, within: tuple[int, ...] = ()) -> Json:
        """A value that fits; `variant` is 0 or 1, and no scalar of the one is in the other."""
        schema = part.schema
        if id(schema) in within:
            return {} if part.type == "object" else []
        within = (*within, id(schema))
        if part.type == "array":
            inner = self._first(schema.get("items", {}), variant, within)
            return [inner]
        if part.type == "object":
            if isinstance(schema.get("additionalProperties"), dict):
                return {self.key(part): self._first(schema["additionalProperties"], variant, within)}
            if "properties" not in schema:
                return {"key": f"value{variant}"}
            return {name: self._first(item, variant, within) for name, item in schema["properties"].items()}
        return _scalar(part, variant)

    def keys(self, part: Part) -> tuple[str, str] | None:
        """Two keys of a map whose names are up to its writer."""
        if part.type != "object" or not isinstance(part.schema.get("additionalProperties"), dict):
            return None
        names = Part({"format": part.schema.get("propertyNames", {}).get("format", "")}, "string")
        key = _scalar(names, 1)  # not the example, which may be in use
        return key, f"{key}y"

    def key(self, part: Part) -> str:
        keys = self.keys(part)
        return keys[0] if keys else "key"

    def _first(self, schema: JsonMap, variant: int, within: tuple[int, ...]) -> Json:
        return self.value(self.parts(schema)[0], variant, within)

    def _resolved(self, schema: JsonMap) -> JsonMap:
        while "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        return schema


def _scalar(part: Part, variant: int) -> Json:
    schema = part.schema
    if part.type == "boolean":
        return variant == 0
    if part.type in ("integer", "number"):
        return max(schema.get("minimum", 0), min(schema.get("maximum", 1000), 17)) + variant
    choices = [item for item in schema.get("enum", ()) if item is not None]
    if choices:
        return choices[0] if variant == 0 else choices[-1]
    form = FORMATS.get(schema.get("format", ""))
    if form is None:
        return f"text{variant}"
    example = form.example.replace("{domain}", "example.com")  # placeholders do not arrive as they are
    if variant == 0:
        return example
    fitting = (text for text in _others(example) if form.check(text) and text != example)
    return _OTHERS.get(schema["format"]) or next(fitting, f"{example}x")


_OTHERS = {
    "cron": "5 4 * * *",
    "time-zone": "UTC",
    "cidr": "10.30.0.0/16",
    "ip-address": "10.30.0.10",
    "capability": "SYS_TIME",
    "kubernetes-version": "1.35",
    "prometheus-duration": "45s",
    "quantity": "350m",
    "int-or-percent": "35%",
    "relative-path": "files/other.yml",
}
"""Second examples of formats in which a letter more makes no other value."""


def _others(example: str) -> Iterator[str]:
    yield f"{example}x"
    yield f"x{example}"
    yield f"{example}/x"
    yield example.replace("1", "2")
    yield example[:-1]
    yield "a"
