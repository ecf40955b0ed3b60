"""A name and what stands above each -> whether one comes back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def way_back(name: str, first: str, above: Callable[[str], Sequence[str]]) -> list[str]:
    """The names from one through one of those above it back to itself; empty where there is no such way."""
    seen: set[str] = set()
    ways = [[name, first]]
    while ways:
        way = ways.pop()
        if way[-1] == name:
            return way[:-1]
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, next_one] for next_one in reversed(above(way[-1]))]
    return []
