"""Lists within an object -> their items, with the positions that places are made of."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap


def items(value: JsonMap, field: str) -> Iterator[tuple[int, JsonMap]]:
    """The maps of a list, which may be absent. Null is left out: what could not be decoded is, too."""
    for position, item in enumerate(value.get(field) or ()):
        if item is not None:
            yield position, item
