"""The rules of a role, and the subjects of a binding."""

from __future__ import annotations

from collections.abc import Container, Iterator

from generator.json_types import Json, JsonMap
from generator.resources.references.maps import maps

ROLES = frozenset({"Role", "ClusterRole"})
BINDINGS = frozenset({"RoleBinding", "ClusterRoleBinding"})


def grants(manifest: JsonMap) -> Iterator[tuple[int, JsonMap]]:
    yield from maps(manifest.get("rules"))


def has(rule: JsonMap, field: str, wanted: Container[str]) -> bool:
    """Whether one of a list's items is wanted; `*` is everything."""
    values: Json = rule.get(field)
    return isinstance(values, list) and any(value == "*" or value in wanted for value in values)
