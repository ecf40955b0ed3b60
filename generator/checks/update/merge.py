"""What the cluster has, the manifest that made it and the one that follows -> the object that a server is to validate.

Two ways lead to it, and a change has to pass both: server-side apply, as a GitOps controller does it, and the three-way
patch of `kubectl apply`. Both take away what the last manifest said and the new one does not, and leave alone what
neither says: a default that nobody wrote stays. They differ in how they tell the items of a list apart.

https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from generator.json_types import Json, JsonMap

Keys: TypeAlias = Sequence[str]
"""The fields by which items of a list are told apart; none for a list that is replaced as a whole."""


class Merge(Struct, frozen=True):
    """One way of merging. `keys` is a function of a list's schema; of a set, each item is its own key."""

    definitions: JsonMap
    keys: Callable[[JsonMap], Keys | None]
    whole: Callable[[JsonMap], bool]
    """Whether a map is replaced as one value."""
    only_new: Callable[[JsonMap], bool]
    """Whether a map keeps no field but those of the new manifest."""
    null_removes: bool

    def of(self, name: str, live: JsonMap, old: JsonMap, new: JsonMap) -> JsonMap:
        """`name` is the type's full name."""
        return self._map({"$ref": name}, live, old, new)

    def _value(self, schema: JsonMap, live: Json, old: Json, new: Json) -> Json:
        if isinstance(live, dict) and isinstance(new, dict):
            return self._map(schema, live, old if isinstance(old, dict) else {}, new)
        if isinstance(live, list) and isinstance(new, list):
            return self._list(schema, live, old if isinstance(old, list) else [], new)
        if new is None and isinstance(live, dict) and not self.null_removes:
            return self._map(schema, live, old if isinstance(old, dict) else {}, {})
        return new

    def _map(self, schema: JsonMap, live: JsonMap, old: JsonMap, new: JsonMap) -> JsonMap:
        definition = self._definition(schema)
        if self.whole(schema) or self.whole(definition):
            return new
        below, only_new = definition.get("properties"), self.only_new(schema)
        every = definition.get("additionalProperties") or {}
        if self.null_removes:
            new = {key: value for key, value in new.items() if value is not None or (key in old and old[key] is None)}
        merged: JsonMap = {}
        for key, value in live.items():
            child = below.get(key, {}) if below is not None else every
            if key in new and key in old and old[key] == new[key]:
                merged[key] = value
            elif key in new:
                found = self._value(child, value, old.get(key), new[key])
                if not self._is_emptied(value, found):
                    merged[key] = found
            elif key not in old and not only_new:
                merged[key] = value
        return {**merged, **{key: value for key, value in new.items() if key not in live}}

    def _is_emptied(self, live: Json, merged: Json) -> bool:
        """An apply that takes all out of a map takes the map, too."""
        return not self.null_removes and bool(live) and isinstance(live, dict) and merged == {}

    def _definition(self, schema: JsonMap) -> JsonMap:
        reference = schema.get("$ref")
        found: JsonMap = self.definitions[reference.rpartition("/")[2]] if reference else schema
        return found

    def _list(self, schema: JsonMap, live: Sequence[Json], old: Sequence[Json], new: Sequence[Json]) -> Json:
        keys = self.keys(schema)
        if keys is None:
            return new
        if not all(isinstance(item, dict) for item in (*live, *old, *new)) or not keys:
            return _union(live, old, new) if not keys else new
        items, only_new = schema["items"], self.only_new(schema)
        theirs = {_key(item, keys): item for item in live}
        before = {_key(item, keys): item for item in old}
        after = {_key(item, keys) for item in new}
        merged = []
        for item in new:
            known = theirs.get(_key(item, keys))
            last = before.get(_key(item, keys), {})
            if known is None:
                merged.append(item)
            elif last == item:
                merged.append(known)
            elif only_new:
                kept = {key: value for key, value in known.items() if key in item}
                merged.append(self._map(items, kept, last, item))
            else:
                merged.append(self._map(items, known, last, item))
        return [*merged, *(item for key, item in theirs.items() if key not in after and key not in before)]


def _key(item: JsonMap, keys: Keys) -> tuple[Json, ...]:
    # Of all keys only a port's protocol has a default.
    return tuple(item.get(key) or ("TCP" if key == "protocol" else "") for key in keys)


def _union(live: Sequence[Json], old: Sequence[Json], new: Sequence[Json]) -> list[Json]:
    return [*new, *(item for item in live if item not in new and item not in old)]


def server_side_apply(definitions: JsonMap) -> Merge:
    return Merge(definitions, _apply_keys, _is_atomic, lambda schema: False, null_removes=False)


def three_way_patch(definitions: JsonMap) -> Merge:
    return Merge(definitions, _patch_keys, lambda schema: False, _keeps_only_new, null_removes=True)


def _apply_keys(schema: JsonMap) -> Keys | None:
    kind = schema.get("x-kubernetes-list-type", "atomic")
    if kind == "map":
        keys: Keys = schema["x-kubernetes-list-map-keys"]
        return keys
    return () if kind == "set" else None


def _patch_keys(schema: JsonMap) -> Keys | None:
    if "merge" not in schema.get("x-kubernetes-patch-strategy", "").split(","):
        return None
    key = schema.get("x-kubernetes-patch-merge-key")
    return (key,) if key else ()


def _is_atomic(schema: JsonMap) -> bool:
    return schema.get("x-kubernetes-map-type") == "atomic"


def _keeps_only_new(schema: JsonMap) -> bool:
    return "retainKeys" in schema.get("x-kubernetes-patch-strategy", "").split(",")
