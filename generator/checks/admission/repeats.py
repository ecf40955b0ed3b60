"""A list and what no two of its items may have in common -> the items that were there before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.checks.admission.wrong import Unmergeable, duplicate
from generator.json_types import Json


def repeated(items: Sequence[Json], identity: Callable[[Json], Json]) -> Iterator[Unmergeable]:
    """Server-side apply refuses two items with the same key; `identity` is None of what has none.

    https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
    """
    seen: set[Json] = set()
    for position, item in enumerate(items):
        key = None if item is None else identity(item)
        if key is None:
            continue
        if key in seen:
            text = key if not isinstance(key, tuple) else key[0] if len(key) == 1 else "/".join(map(str, key))
            found = duplicate(text, "the item")
            yield Unmergeable(found.fault, found.message, found.hint, (position,))
        seen.add(key)
