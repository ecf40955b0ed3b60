"""Kubernetes' functions of lists in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.json_types import Json


def is_sorted(items: Sequence[Json]) -> bool:
    return all(one <= two for one, two in pairwise(items))


def total(items: Sequence[Json]) -> Json:
    return sum(items)


def least(items: Sequence[Json]) -> Json:
    return min(items)


def greatest(items: Sequence[Json]) -> Json:
    return max(items)


def _same(one: Json, two: Json) -> bool:
    """As CEL compares: true is not 1."""
    return isinstance(one, bool) == isinstance(two, bool) and bool(one == two)


def index_of(items: Sequence[Json], wanted: Json) -> int:
    return next((position for position, item in enumerate(items) if _same(item, wanted)), -1)


def last_index_of(items: Sequence[Json], wanted: Json) -> int:
    position = index_of(items[::-1], wanted)
    return len(items) - 1 - position if position >= 0 else -1
