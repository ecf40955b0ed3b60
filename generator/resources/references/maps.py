"""A list that should hold maps -> those that are."""

from __future__ import annotations

from collections.abc import Iterable

from generator.json_types import Json, JsonMap


def maps(value: Json) -> Iterable[tuple[int, JsonMap]]:
    """Each with its position."""
    if not value or not isinstance(value, list):
        return ()
    return [(index, item) for index, item in enumerate(value) if isinstance(item, dict)]
