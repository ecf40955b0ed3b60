"""How lists and maps of a custom resource are merged: https://kubernetes.io/docs/reference/using-api/server-side-apply/#custom-resources-and-server-side-apply"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, duplicate, forbidden, malformed, missing, unsupported
from generator.json_types import JsonMap

_LIST, _KEYS, _MAP = "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"


def list_type(schema: JsonMap) -> Iterator[Wrong]:
    kind, keys, own_map = schema.get(_LIST), schema.get(_KEYS), schema.get(_MAP)
    if kind is not None:
        yield from _list(schema, kind)
    if keys and kind != "map":
        yield forbidden(f"only {_LIST} map has keys", f"write `{_LIST}: map`, or remove them").below(_KEYS)
    if own_map is not None:
        if own_map not in ("atomic", "granular"):
            yield unsupported(own_map, ("atomic", "granular")).below(_MAP)
        if schema.get("type") != "object":
            yield malformed(schema.get("type") or "", "object", f"remove {_MAP}").below("type")


def _list(schema: JsonMap, kind: str) -> Iterator[Wrong]:
    if kind not in ("atomic", "set", "map"):
        yield unsupported(kind, ("atomic", "set", "map")).below(_LIST)
    if schema.get("type") != "array":
        yield malformed(schema.get("type") or "", "array", f"remove {_LIST}").below("type")
    items = schema.get("items")
    if not isinstance(items, dict):
        return
    if kind == "map":
        yield from _map(schema, items)
    elif kind == "set" and not _is_atomic(items):
        hint = f"write `{_LIST}: map` with keys, or make its items atomic"
        yield malformed(items.get("type") or "", "items that are scalars or atomic", hint).below("items")
    if kind in ("set", "map") and items.get("nullable"):
        yield forbidden(f"items of a {kind} may not be null", "remove it").below("items", "nullable")


def _is_atomic(items: JsonMap) -> bool:
    if items.get("type") == "object":
        return items.get(_MAP) == "atomic"
    return items.get("type") != "array" or items.get(_LIST) in (None, "atomic")


def _map(schema: JsonMap, items: JsonMap) -> Iterator[Wrong]:
    keys = schema.get(_KEYS) or []
    if not keys:
        yield missing(_KEYS, "add the fields that tell items apart", why="for a list that is a map")
    if items.get("type") != "object":
        yield malformed(items.get("type") or "", "object", "write `type: object`").below("items", "type")
    properties, required = items.get("properties") or {}, items.get("required") or ()
    for position, key in enumerate(keys):
        own = properties.get(key)
        if key in keys[:position]:
            yield duplicate(key, "the key").below(_KEYS, position)
        elif not isinstance(own, dict):
            hint = "write one of the properties of the items"
            yield Wrong("unknown-name", f"the items have no property {key}", hint, (_KEYS, position))
        else:
            yield from (wrong.below("items", "properties", key) for wrong in _key(key, own, key in required))


def _key(name: str, schema: JsonMap, required: bool) -> Iterator[Wrong]:
    if schema.get("type") in ("array", "object"):
        yield malformed(schema["type"], "a scalar", "choose another key").below("type")
    if schema.get("nullable"):
        yield forbidden("a key may not be null", "remove it").below("nullable")
    if not required and schema.get("default") is None:
        yield missing("default", f"add a default, or add {name} to the items' `required`", why="for a key")
