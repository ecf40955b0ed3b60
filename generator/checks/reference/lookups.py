"""What was looked up, and what changed -> whether the one can be another now for the other.

Lookups are kept as numbers, for an environment's own namespace the same as for another's: two that happen to have one
number are only judged more often than they must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

from generator.checks.reference.graph import Lookup
from generator.checks.reference.indexes import INDEXES
from generator.checks.reference.node import Node
from generator.json_types import Json, JsonMap


def numbers(lookups: Iterable[Lookup], namespace: str) -> list[int]:
    """Sorted. `namespace` is the environment's own."""
    return sorted({_number(name, key, namespace) for name, key in lookups})


def of_changed(before: Sequence[JsonMap], now: Sequence[JsonMap], namespace: str) -> set[int]:
    """All lookups that have, or had, one of the objects of a unit that are not the same."""
    return {
        _number(index.name, key, namespace)
        for facts, others in ((before, now), (now, before))
        for node in (Node.of(0, item, namespace) for item in facts if item not in others)
        for index in INDEXES
        for key in index.keys(node)
    }


def _number(name: str, key: tuple[Json, ...], namespace: str) -> int:
    return crc32(repr((name, *("" if part == namespace else part for part in key))).encode())
