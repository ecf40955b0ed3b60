"""What of the catalog could not be read -> which faults may only follow from that.

A file with a mistake is checked without the field at fault. A service whose `image` is misspelt then seems to have
none: that is one mistake, so it is reported once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.json_types import Path
from generator.language import FIELDS
from generator.model.meaning.fault import ANYTHING, Fault


class Doubts:
    """`service` and `platform` are the paths in the two files; `()` stands for all that could be written there."""

    def __init__(self, service: Iterable[Path], platform: Iterable[Path]) -> None:
        layers = [*map(_in_service, service), *map(_in_platform, platform)]
        self._paths = {found for path in layers for found in _canonical(path) if path}
        self._heads = {str(path[0]) for path in self._paths}
        if () in layers:
            self._heads |= {ANYTHING, *FIELDS}

    def cover(self, fault: Fault) -> bool:
        """Whether the fault may be gone when what is doubtful is put right."""
        if any(_is_related(path, fault.field) for path in self._paths):
            return True
        return not self._heads.isdisjoint(fault.reads) or (ANYTHING in fault.reads and bool(self._heads))


def _in_service(path: Path) -> Path:
    return path[2:] if path[:1] == ("environments",) else path


def _in_platform(path: Path) -> Path:
    """The field of a service, where a layer for services is meant; else the field of the platform or environment."""
    if path[:1] == ("defaults",):
        return path[1:]
    if path[:1] == ("profiles",):
        return path[2:]
    if path[:1] == ("environments",):
        return path[3:] if path[2:3] == ("defaults",) else path[2:]
    return path


def _canonical(path: Path) -> Iterator[Path]:
    """The fields that a written one stands for."""
    field = FIELDS.get(str(path[0])) if path else None
    if field is None or field.expand is None:
        yield path
        return
    names = field.expand(field.example)
    yield from ((name, *path[1:]) if name == field.name else (name,) for name in names)


def _is_related(one: Path, other: Path) -> bool:
    """Whether one path leads through the other. A list's position and the name of its item cannot be told apart."""
    for step, same in zip(one, other, strict=False):
        if step != same:
            return type(step) is not type(same)
    return True
