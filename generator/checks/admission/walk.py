"""Lists within an object -> their items, with the positions that places are made of."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap


def items(value: JsonMap, field: str) -> Iterator[tuple[int, JsonMap]]:
    """The maps of a list, which may be absent. Null is an empty one, as to a server."""
    for position, item in enumerate(value.get(field) or ()):
        yield position, item or {}
