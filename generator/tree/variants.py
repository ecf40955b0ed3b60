"""Values that differ between environments -> what most of them share, and the patches that give each of them back.

What kustomize 5.8.1 makes of a patch was measured: maps merge and null removes; a list that has keys takes the patch's
items first, in the patch's order, then those of the base that the patch does not name; every other list is replaced.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from generator.json_types import Json, JsonMap
from generator.model.merge import ABSENT
from generator.resources.list_keys import list_keys, order_matters

DELETE = {"$patch": "delete"}
REPLACE = {"$patch": "replace"}


class NotExpressible(Exception):
    """No patch turns the base into the variant; the caller writes the variant whole."""


canonical = json.JSONEncoder(sort_keys=True, check_circular=False).encode
"""Equal values give equal text, and `true` is not 1. Values that are not equal are told apart faster by `same`."""


def same(one: Json, other: Json) -> bool:
    return one is other or (one == other and canonical(one) == canonical(other))


class Kind:
    """The fields of one kind, for knowing which of its lists merge."""

    __slots__ = ("group", "name")

    def __init__(self, group: str, name: str) -> None:
        self.group = group
        self.name = name

    def keys_of(self, path: str, lists: Sequence[Json]) -> tuple[str, ...] | None:
        """The keys by which all of `lists` can be merged, or None where they cannot."""
        keys = list_keys(self.group, self.name, path)
        if keys and all(_regular(items, keys) for items in lists):
            return keys
        return None


def _regular(items: Json, keys: tuple[str, ...]) -> bool:
    if not isinstance(items, list) or not all(isinstance(item, dict) and keys[0] in item for item in items):
        return False
    if any(key not in item for item in items for key in keys):
        return False
    return len({key_of(item, keys) for item in items}) == len(items)


def _ambiguous(items: list[Json], keys: tuple[str, ...]) -> bool:
    """Whether two items have the same keys, or may have them: kustomize takes a missing one for any."""
    found = [[item.get(key) for key in keys] for item in items if isinstance(item, dict)]
    return any(
        all(one == other or None in (one, other) for one, other in zip(first, second, strict=True))
        for first, second in combinations(found, 2)
    )


def key_of(item: Json, keys: tuple[str, ...]) -> str:
    return canonical([item[key] for key in keys])


def shared(values: Sequence[Json], kind: Kind, neutral: Json = ABSENT, path: str = "") -> Json:
    """What stands in the base for `values`, one of each environment: what most of them agree on.

    Where they are divided, the `neutral` value, which the service has where no environment has a say, if it is among
    the most frequent. ABSENT stands for no value, on the way in and out.
    """
    present = [value for value in values if value is not ABSENT]
    missing = len(values) - len(present)
    if not present or 2 * missing > len(values) or (2 * missing == len(values) and neutral is ABSENT):
        return ABSENT
    if not missing and len(set(map(repr, present))) == 1:  # most are, and Python's own writing is the faster one
        return present[0]
    counts = Counter(canonical(value) for value in present)
    (text, most), *_ = counts.most_common(1)
    if 2 * most > len(values):
        return next(value for value in present if canonical(value) == text)
    if all(isinstance(value, dict) for value in present):
        return _shared_map(values, present, kind, neutral, path)
    keys = kind.keys_of(path, present)
    if keys:
        return _shared_list(values, present, kind, neutral, path, keys)
    return neutral if neutral is not ABSENT and counts[canonical(neutral)] == most else ABSENT


def _shared_map(values: Sequence[Json], present: Sequence[JsonMap], kind: Kind, neutral: Json, path: str) -> Json:
    result: JsonMap = {}
    for key in dict.fromkeys(key for value in present for key in value):
        inside = [ABSENT if value is ABSENT else value.get(key, ABSENT) for value in values]
        inner = neutral.get(key, ABSENT) if isinstance(neutral, dict) else ABSENT
        item = shared(inside, kind, inner, f"{path}.{key}" if path else key)
        if item is not ABSENT:
            result[key] = item
    return result if result or any(not value for value in present) else ABSENT


def _shared_list(
    values: Sequence[Json], present: Sequence[list[Json]], kind: Kind, neutral: Json, path: str, keys: tuple[str, ...]
) -> Json:
    by_key = [{key_of(item, keys): item for item in value} if value is not ABSENT else {} for value in values]
    inner = {key_of(item, keys): item for item in neutral} if _regular(neutral, keys) else {}
    longest = max(present, key=len)
    names = dict.fromkeys([*(key_of(item, keys) for item in longest), *(name for items in by_key for name in items)])
    result = []
    for name in names:
        found = [items.get(name, ABSENT) for items in by_key]
        item = shared(found, kind, inner.get(name, ABSENT), path)
        if item is not ABSENT:
            # The keys are the same in all of them, and a base item without its keys is none.
            first: Json = next(value for value in found if value is not ABSENT)
            identity: JsonMap = {key: first[key] for key in keys}
            result.append({**identity, **item})
    return result or ABSENT


def patch(base: JsonMap, variant: JsonMap, kind: Kind, path: str = "") -> JsonMap:
    """The strategic-merge patch that makes `variant` of `base`; empty where they are the same.

    Raises NotExpressible.
    """
    changes: JsonMap = {key: None for key in base if key not in variant}
    for key, wanted in variant.items():
        inner = f"{path}.{key}" if path else key
        if key not in base:
            changes[key] = wanted
        elif not same(base[key], wanted):
            changes[key] = _change(base[key], wanted, kind, inner)
    return changes


def _change(base: Json, wanted: Json, kind: Kind, path: str) -> Json:
    if isinstance(base, dict) and isinstance(wanted, dict):
        return patch(base, wanted, kind, path)
    if isinstance(base, list) and isinstance(wanted, list):
        if list_keys(kind.group, kind.name, path) is None:
            return wanted
        if not wanted or not all(isinstance(item, dict) for item in wanted):
            raise NotExpressible(path)
        keys = kind.keys_of(path, (base, wanted))
        if keys:
            return _change_list(base, wanted, kind, path, keys)
        if _ambiguous(wanted, list_keys(kind.group, kind.name, path) or ()):
            raise NotExpressible(path)  # even of a list that replaces another, kustomize merges such items into one
        return [REPLACE, *wanted]
    if isinstance(base, (dict, list)) or isinstance(wanted, (dict, list)):
        raise NotExpressible(path)
    return wanted


def _change_list(base: list[Json], wanted: list[Json], kind: Kind, path: str, keys: tuple[str, ...]) -> list[Json]:
    old = {key_of(item, keys): item for item in base}
    new = {key_of(item, keys): item for item in wanted}
    kept = [name for name in new if name in old and same(old[name], new[name])]
    if order_matters(path, wanted):
        kept = _tail_in_order(list(old), list(new), kept)
    changes = []
    for name, item in new.items():
        if name in kept:
            continue
        difference = patch(old[name], item, kind, path) if name in old else item
        changes.append({**{key: item[key] for key in keys}, **difference})
    gone = [{**{key: item[key] for key in keys}, **DELETE} for name, item in old.items() if name not in new]
    return [*changes, *gone]


def _tail_in_order(old: list[str], new: list[str], kept: list[str]) -> list[str]:
    """The longest end of `new` that needs no mention in the patch: unchanged, and in the order that the base has."""
    tail: list[str] = []
    for name in reversed(new):
        if name not in kept or (tail and old.index(name) > old.index(tail[0])):
            break
        tail.insert(0, name)
    return tail
