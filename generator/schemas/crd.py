"""A CustomResourceDefinition -> one strict JSON Schema a version, and its line in the index.

Strict means what an API server means: a field is unknown where the definition is closed, that is where an object
neither allows additional properties nor preserves unknown fields, and not below `anyOf`, `oneOf`, `allOf` and `not`,
which only judge values. What a validator ignores but the server knows (`default`, `x-kubernetes-*`) stays there.
How a server reads a definition: https://github.com/kubernetes/apiextensions-apiserver/tree/v0.36.2/pkg/apiserver/schema
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.schemas.kubernetes import OBJECT_META, closure
from generator.schemas.layout import DRAFT

PROSE = frozenset({"description", "title", "example", "externalDocs", "nullable"})
UNION = ["integer", "string"]
METADATA = {"$ref": "#/$defs/ObjectMeta"}


def files(crd: JsonMap, metadata: JsonMap) -> Iterator[tuple[str, JsonMap]]:
    """(`<group>/<kind>_<version>.json`, schema) for every served version; `metadata` is `object_meta()`."""
    group, kind = crd["spec"]["group"], crd["spec"]["names"]["kind"]
    for version in served(crd):
        schema = root(version["schema"]["openAPIV3Schema"], f"{group}/{version['name']}", kind)
        definitions = {**metadata, kind: schema}
        # Under `$defs` and not at the top, for the speed of kubeconform's start (see layout.py).
        yield (
            f"{group}/{kind.lower()}_{version['name']}.json",
            {"$schema": DRAFT, "$ref": f"#/$defs/{kind}", "$defs": definitions},
        )


def entry(crd: JsonMap, source: str) -> JsonMap:
    """What the index says about a kind."""
    versions = list(served(crd))
    result: JsonMap = {
        "scope": crd["spec"]["scope"],
        "plural": crd["spec"]["names"]["plural"],
        "versions": [version["name"] for version in versions],
        "source": source,
    }
    deprecated = [version["name"] for version in versions if version.get("deprecated")]
    return result | ({"deprecated": deprecated} if deprecated else {})


def served(crd: JsonMap) -> Iterator[JsonMap]:
    return (version for version in crd["spec"]["versions"] if version.get("served", True))


def object_meta(definitions: JsonMap) -> JsonMap:
    """The definitions of an object's metadata, under short names, out of Kubernetes' own."""
    return {
        name.rpartition(".")[2]: _with_short_names(definition)
        for name, definition in closure(definitions, [OBJECT_META]).items()
    }


def _with_short_names(schema: Json) -> Json:
    if isinstance(schema, dict):
        return {
            key: f"#/$defs/{value.rpartition('.')[2]}" if key == "$ref" else _with_short_names(value)
            for key, value in schema.items()
        }
    return [_with_short_names(item) for item in schema] if isinstance(schema, list) else schema


def root(schema: JsonMap, api_version: str, kind: str) -> JsonMap:
    """The schema of a whole object, whose type and metadata every kind has whether the definition names them or not."""
    result = structural(schema)
    declared = schema.get("properties", {}).get("metadata", {})
    limits = {key: value for key, value in values(declared).items() if key != "type"}
    result.setdefault("properties", {}).update(
        {
            "apiVersion": {"enum": [api_version], "type": "string"},
            "kind": {"enum": [kind], "type": "string"},
            "metadata": {"allOf": [METADATA, limits]} if limits else METADATA,
        }
    )
    return result


def structural(schema: JsonMap) -> JsonMap:
    """The strict form of a structural schema: closed where the server prunes, null where the server drops it."""
    result = values({key: value for key, value in schema.items() if key not in NESTED})
    if schema.get("x-kubernetes-int-or-string"):
        result["type"] = UNION
        if _types(result.get("anyOf", [])) == UNION:
            del result["anyOf"]
    if "properties" in schema:
        result["properties"] = _properties(schema, result)
        _choose_by_default(schema["properties"], result)
    if "items" in schema:
        result["items"] = structural(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        result["additionalProperties"] = or_null(structural(schema["additionalProperties"]))
    elif "additionalProperties" in schema:
        result["additionalProperties"] = schema["additionalProperties"]
    if schema.get("x-kubernetes-embedded-resource"):
        _embed(result)
    if result.get("type") == "object" and not schema.get("x-kubernetes-preserve-unknown-fields"):
        result.setdefault("additionalProperties", False)
    return or_null(result) if schema.get("nullable") else result


NESTED = ("properties", "items", "additionalProperties")


def _properties(schema: JsonMap, result: JsonMap) -> JsonMap:
    """The fields; one with a default is never missing, since the server sets it before it validates.

    A null for any other that is not required is dropped by the server, as if it were absent:
    https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable
    """
    fields = schema["properties"]
    required = [name for name in schema.get("required", ()) if "default" not in fields.get(name, {})]
    result.pop("required", None)
    if required:
        result["required"] = required
    return {
        name: structural(field) if name in required else or_null(structural(field)) for name, field in fields.items()
    }


def _choose_by_default(fields: JsonMap, result: JsonMap) -> None:
    """A branch that tells itself apart by a field is chosen by the field's default too, where the field is missing.

    `type: {default: IPAddress}` beside `oneOf: [{type: IPAddress, ...}, {type: {not: IPAddress}, ...}]` would let a map
    without a type into both branches. Where the default does not fit a branch, the branch asks for the field.
    """
    from jsonschema import Draft7Validator

    for junction in ("anyOf", "oneOf", "allOf"):
        for branch in result.get(junction, ()):
            unfit = [
                name
                for name, limits in branch.get("properties", {}).items()
                if "default" in fields.get(name, {}) and not Draft7Validator(limits).is_valid(fields[name]["default"])
            ]
            if unfit:
                branch["required"] = sorted({*branch.get("required", ()), *unfit})


def _embed(result: JsonMap) -> None:
    """An embedded resource has a type and metadata of its own."""
    named: JsonMap = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": METADATA}
    result["properties"] = {**result.get("properties", {}), **named}
    result["required"] = sorted({*result.get("required", ()), "apiVersion", "kind"})


def or_null(schema: JsonMap) -> JsonMap:
    result = dict(schema)
    if "type" in schema:
        listed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        result["type"] = listed if "null" in listed else [*listed, "null"]
    if "enum" in schema and None not in schema["enum"]:
        result["enum"] = [*schema["enum"], None]
    return result


def values(schema: JsonMap) -> JsonMap:
    """A schema that only judges values, as below `anyOf`: prose dropped, exclusive bounds in draft 7's form."""
    result: JsonMap = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {name: values(field) for name, field in value.items()}
        elif key in ("anyOf", "oneOf", "allOf"):
            result[key] = [values(branch) for branch in value]
        elif key in ("items", "additionalProperties", "not") and isinstance(value, dict):
            result[key] = values(value)
        elif key not in PROSE:
            result[key] = value
    return _exclusive(_exclusive(result, "exclusiveMinimum", "minimum"), "exclusiveMaximum", "maximum")


def _exclusive(schema: JsonMap, exclusive: str, bound: str) -> JsonMap:
    """OpenAPI 3.0 says `minimum: 0, exclusiveMinimum: true` where draft 7 says `exclusiveMinimum: 0`."""
    if schema.get(exclusive) is True:
        return {key: value for key, value in schema.items() if key != bound} | {exclusive: schema[bound]}
    return {key: value for key, value in schema.items() if key != exclusive or value is not False}


def _types(branches: list[JsonMap]) -> list[str]:
    return sorted(branch["type"] for branch in branches if set(branch) == {"type"})
