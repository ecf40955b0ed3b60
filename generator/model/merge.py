"""Layers of the catalog -> one value. The one merge rule, everywhere:

* maps merge key by key; scalars and plain lists replace;
* lists of named things are `Named` maps by the time they come here, so they merge by name;
* `null` removes what the layers below gave.

Merging is associative: `merge(merge(a, b), c) == merge(a, merge(b, c))`. That needs two marks that live only here:
a null is kept as a null until `finish`, and a map that came to stand on something that was not a map is `Fresh`: it
covers what lies below instead of merging with it.
"""

from __future__ import annotations

from typing import Any

from generator.json_types import Json, JsonMap

ABSENT: Json = object()
"""No value at all, which is not the same as null. It is the neutral element of `merge`."""


class Fresh(dict[str, Any]):
    """A map that replaces what lies below it."""

    __slots__ = ()


class Pending(dict[str, Any]):
    """A map that is itself to be merged over something which no layer knows (a file): `finish` leaves its nulls, and
    the marks in it, to whoever does that."""

    __slots__ = ("fresh",)

    def __init__(self, items: JsonMap, *, fresh: bool = False) -> None:
        super().__init__(items)
        self.fresh = fresh


class Named(dict[str, Any]):
    """Things by name. `order` holds the names whose order the writer gave, by writing a list."""

    __slots__ = ("fresh", "order")

    def __init__(self, items: JsonMap, order: tuple[str, ...] = (), *, fresh: bool = False) -> None:
        super().__init__(items)
        self.order = order
        self.fresh = fresh

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Named) and self.order == other.order and self.fresh == other.fresh
        return same and dict.__eq__(self, other)

    __hash__ = None


def merge(below: Json, above: Json) -> Json:
    """What `above` makes of `below`; neither is changed."""
    if above is ABSENT:
        return below
    if not isinstance(above, dict) or below is ABSENT or is_fresh(above):
        return above
    if not isinstance(below, dict):
        return _fresh(above)
    merged = {key: merge(below.get(key, ABSENT), above[key]) if key in above else below[key] for key in below}
    merged.update((key, value) for key, value in above.items() if key not in below)
    if isinstance(below, Named) or isinstance(above, Named):
        order = _order(below) + tuple(name for name in _order(above) if name not in _order(below))
        return Named(merged, order, fresh=is_fresh(below))
    if isinstance(below, Pending) or isinstance(above, Pending):
        return Pending(merged, fresh=is_fresh(below))
    return Fresh(merged) if is_fresh(below) else merged


def finish(value: Json) -> Json:
    """The merged value without nulls and marks, in an order that does not depend on the order of keys in any file.

    Named things come in the order that a list gave; those that only maps gave follow, sorted. What stands in a plain
    list is left as it is: a null in a patch means something.
    """
    if isinstance(value, Pending):
        return Pending(_in_order(value), fresh=value.fresh)
    if isinstance(value, Named):
        kept = {name: finish(item) for name, item in value.items() if item is not None}
        listed = [name for name in value.order if name in kept]
        return {name: kept[name] for name in [*listed, *sorted(kept.keys() - set(listed))]}
    if isinstance(value, dict):
        return {key: finish(value[key]) for key in sorted(value) if value[key] is not None}
    return value


def _in_order(value: Json) -> Json:
    """The same value, marks and all, with the keys of its maps in order."""
    if not isinstance(value, dict):
        return value
    items = {key: _in_order(value[key]) for key in sorted(value)}
    return Fresh(items) if isinstance(value, Fresh) else items


def _order(value: JsonMap) -> tuple[str, ...]:
    return value.order if isinstance(value, Named) else ()


def is_fresh(value: JsonMap) -> bool:
    """Whether a map covers what lies below it."""
    return isinstance(value, Fresh) or (isinstance(value, (Named, Pending)) and value.fresh)


def _fresh(value: JsonMap) -> JsonMap:
    if isinstance(value, Pending):
        return Pending(value, fresh=True)
    return Named(value, value.order, fresh=True) if isinstance(value, Named) else Fresh(value)
