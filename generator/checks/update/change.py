"""Two values -> whether and where they differ, and what to say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.checks.admission.wrong import Wrong, shown
from generator.json_types import Json, JsonMap, Path, get


class Change(Struct, frozen=True):
    """An object before and after, each as it was written and as a server has it (see `canonical.py`)."""

    old: JsonMap
    new: JsonMap
    live: JsonMap
    applied: JsonMap
    minor: str
    expandable: Mapping[str, bool]
    """Which classes, of those that are known, let volumes grow."""

    def before(self, *path: str | int) -> Json:
        return at(self.live, path)

    def after(self, *path: str | int) -> Json:
        return at(self.applied, path)

    def changed(self, *path: str | int) -> bool:
        return bool(self.before(*path) != self.after(*path))


def at(value: Json, path: Path) -> Json:
    """The value at a path; None where there is none."""
    try:
        return get(value, path)
    except KeyError:
        return None


def differences(before: Json, after: Json, path: Path = ()) -> Iterator[Path]:
    """The places that differ, the deepest that say it; of lists of different lengths the list."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if key in before and key in after:
                yield from differences(before[key], after[key], (*path, key))
            else:
                yield (*path, key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for position, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, (*path, position))
    elif before != after:
        yield path


def immutable(change: Change, path: Path, hint: str, fault: str = "immutable-field") -> Iterator[Wrong]:
    """What may not change, and does: one problem, at the first place."""
    for place in differences(change.before(*path), change.after(*path), path):
        more = place if len(place) > len(path) else path
        yield Wrong(fault, f"may not be changed: {told(change, more)}", hint, more)
        return


def told(change: Change, path: Path) -> str:
    """What it was and what it would be, as they are written; of a default, what it is."""
    before, after = written(change.old, change.live, path), written(change.new, change.applied, path)
    return f"it is {before}, and would be {after}"


def written(manifest: JsonMap, canonical: JsonMap, path: Path) -> str:
    value = at(manifest, path)
    value = at(canonical, path) if value is None else value
    return "not set" if value is None else shown(value)
