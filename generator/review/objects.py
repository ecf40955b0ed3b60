"""The manifests of one overlay before and after -> the objects that came, went or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from generator.json_types import JsonMap
from generator.model.plan import key_of

Status = Literal["added", "removed", "changed"]
_Key = tuple[str, str, str, str]
_HASHED = re.compile(r"(.+)-[0-9a-z]{10}")


class ObjectChange(Struct, frozen=True):
    """`before` is None of what came, `after` of what went. `name` is without the hash of its content."""

    group: str
    kind: str
    namespace: str
    name: str
    before: JsonMap | None
    after: JsonMap | None

    @property
    def status(self) -> Status:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}"


def objects(before: Iterable[JsonMap], after: Iterable[JsonMap]) -> list[ObjectChange]:
    """In order of kind and name. A ConfigMap whose name has another hash now is the same one."""
    old, new = _by_key(before), _by_key(after)
    _join_hashed(old, new)
    changes = [ObjectChange(*key, old.get(key), new.get(key)) for key in old.keys() | new.keys()]
    return sorted((item for item in changes if item.before != item.after), key=_order)


def is_same_but_for_hash(before: object, after: object) -> bool:
    """Whether two names are those of one thing whose content changed."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return False
    old, new = _HASHED.fullmatch(before), _HASHED.fullmatch(after)
    return bool(old and new and old[1] == new[1])


def _order(change: ObjectChange) -> tuple[str, ...]:
    return change.kind, change.namespace, change.name, change.group


def _by_key(manifests: Iterable[JsonMap]) -> dict[_Key, JsonMap]:
    found = {}
    for manifest in manifests:
        group, kind, name = key_of(manifest)
        found[group, kind, str(manifest["metadata"].get("namespace", "")), name] = manifest
    return found


def _join_hashed(old: dict[_Key, JsonMap], new: dict[_Key, JsonMap]) -> None:
    """Give a ConfigMap that is on one side only, under this very name, the name without its hash."""
    for own, other in ((old, new), (new, old)):
        for key, stem in list(_stems(own)):
            if key not in other:
                own[*key[:3], stem] = own.pop(key)


def _stems(manifests: Iterable[_Key]) -> Iterator[tuple[_Key, str]]:
    for key in manifests:
        match = _HASHED.fullmatch(key[3]) if key[1] == "ConfigMap" else None
        if match:
            yield key, match[1]
