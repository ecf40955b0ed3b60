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
        own = [(_in_service(path), path) for path in service]
        shared = [(_in_platform(path), ()) for path in platform]
        self._everything = any(not path for path, _ in (*own, *shared))
        self._paths = [(found, written) for path, written in (*own, *shared) for found in _canonical(path) if path]

    def __bool__(self) -> bool:
        return bool(self._paths) or self._everything

    def cover(self, fault: Fault, written: Path) -> bool:
        """Whether the fault may be gone when what is doubtful is put right.

        `written` is where the fault's field stands in the service's file, `()` where it does not.
        """
        of_workload = fault.field[:1] == ("workloads",)
        for path, place in self._paths:
            if _is_related(path, fault.field, place, written):
                return True
            # A workload has the fields of the service, or reads them.
            field = fault.field[2:] if of_workload else fault.field
            if of_workload and _is_related(path, field, (), ()):
                return True
            head = path[2] if path[0] == "workloads" and len(path) > 2 else path[0]
            if head != field[0] and (head in fault.reads or ANYTHING in fault.reads):
                return True
        return self._everything and bool(fault.reads)


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
    if path[:1] == ("workloads",) and len(path) > 2:
        yield from ((*path[:2], *inner) for inner in _canonical(path[2:]))
        return
    field = FIELDS.get(str(path[0])) if path else None
    if field is None or field.expand is None:
        yield path
        return
    names = field.expand(field.example)
    yield from ((name, *path[1:]) if name == field.name else (name,) for name in names)


def _is_related(one: Path, other: Path, place: Path, written: Path) -> bool:
    """Whether one path of canonical fields leads through the other.

    Where one has an item's name and the other its position, that is told by the places in the file.
    """
    for step, same in zip(one, other, strict=False):
        if type(step) is not type(same):
            return not (place and written) or all(a == b for a, b in zip(place, written, strict=False))
        if step != same:
            return False
    return True
