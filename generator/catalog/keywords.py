"""What our own keywords of JSON Schema ask of a value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from generator.json_types import Json, Path, get


def repeated(keys: Sequence[str], items: Json) -> Iterator[int]:
    """`x-unique`: the indexes of the items of a list that are the same as an earlier one in all of `keys`."""
    seen = set()
    for index, item in enumerate(items if isinstance(items, list) else ()):
        # A string is the short form of a thing with nothing but its name.
        full = {keys[0]: item} if isinstance(item, str) else item
        identity = tuple(json.dumps(named(full, key), default=str, sort_keys=True) for key in keys)
        if identity in seen and any(part != "null" for part in identity):
            yield index
        seen.add(identity)


def named(item: Json, key: str) -> Json:
    """What stands in an item under a dotted key; None where nothing does."""
    try:
        return get(item, tuple(key.split(".")))
    except KeyError:
        return None


def rivals(groups: Sequence[Sequence[str]], item: Json) -> Iterator[tuple[list[str], Path]]:
    """`types.ONCE`: the fields of each group of which more than one is said, and the place of the one too many."""
    for group in groups if isinstance(item, dict) else ():
        said = [name for name in group if _said(item, name)]
        if len(said) > 1:
            yield said, _place(item, said[1])


def _said(item: Json, field: str) -> bool:
    place = _place(item, field)
    return bool(place) and get(item, place) not in (None, False)


def _place(item: Json, field: str) -> Path:
    """Where a dotted field stands in a map; empty where it does not. A list is one of things with a name."""
    head, _, rest = field.partition(".")
    value = item.get(head) if isinstance(item, dict) else None
    if not rest:
        return (head,) if isinstance(item, dict) and head in item else ()
    if isinstance(value, list):
        named = (index for index, inner in enumerate(value) if isinstance(inner, dict) and inner.get("name") == rest)
        return next(((head, index) for index in named), ())
    inner = _place(value, rest)
    return (head, *inner) if inner else ()
