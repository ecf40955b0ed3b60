"""`.kubecatalog/graph.json`: what the manifests of each unit say to other objects, and what was looked up for them.

Facts are kept by unit for the environments that share them (`checks.reference.facts`); they hold for as long as the
unit's entry in the index does. Each unit has a line, and the index says where: what nobody asks for is not parsed. What
changed is added at the end, until half of the file is of no use.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct, field

from generator.cache.index import Entry, Kept, replace_file
from generator.json_types import Json, JsonMap
from generator.tree.ownership import digest

_FILE = "graph.json"

Facts = list[JsonMap]
"""Of the manifests of one unit in one environment, in their order."""

Lookups = list[int]
"""What was looked up to judge them (`checks.reference.lookups`)."""


class _Unit(Struct):
    """By environment."""

    facts: dict[str, Facts] = field(default_factory=dict)
    lookups: dict[str, Lookups] = field(default_factory=dict)


class Graph:
    """By unit and environment."""

    def __init__(self, kept: Kept | None = None, content: bytes = b"") -> None:
        self._kept = kept or Kept()
        self._content = content
        self._places = dict(self._kept.places)
        self._units: dict[str, _Unit] = {}
        self._before: dict[str, Mapping[str, Facts]] = {}
        self._changed: set[str] = set()
        self.changed = False
        """Whether it is another than it was when it was loaded."""

    def put(self, unit: str, entry: Entry, found: Mapping[str, Facts]) -> None:
        """What a unit that was made says now."""
        self._before.setdefault(unit, self.facts(unit))
        self._units[unit] = _Unit(dict(found), self._unit(unit).lookups)
        self._note(unit)
        entry.graph = {name: mark(facts) for name, facts in found.items()}

    def facts(self, unit: str) -> Mapping[str, Facts]:
        return self._unit(unit).facts

    def before(self, unit: str) -> Mapping[str, Facts]:
        """What it said when the graph was loaded."""
        return self._before[unit] if unit in self._before else self.facts(unit)

    def lookups(self, unit: str, environment: str) -> Lookups:
        return self._unit(unit).lookups.get(environment, [])

    def put_lookups(self, unit: str, environment: str, found: Lookups) -> None:
        if self.lookups(unit, environment) != found:
            self._unit(unit).lookups[environment] = found
            self._note(unit)

    def units(self) -> set[str]:
        return {*self._places, *self._units}

    def drop(self, units: Iterable[str]) -> None:
        for unit in units:
            self.changed = True
            self._before.setdefault(unit, self.facts(unit))
            self._places.pop(unit, None)
            self._units.pop(unit, None)

    def unknown(self, entries: Mapping[str, Entry], but_for: Collection[str]) -> list[str]:
        """The units, but for some, of which it has not what the entries say to be known."""
        known = self.units()
        return [unit for unit, entry in entries.items() if unit not in but_for and bool(entry.graph) != (unit in known)]

    def save(self, folder: Path) -> Kept:
        """Where it is kept now. Raises OSError."""
        added = [(unit, self._line(unit)) for unit in sorted(self._changed & self._units.keys())]
        live = sum(length for unit, (_, length) in self._places.items() if unit not in self._changed)
        whole = self._kept.size > 2 * (live + sum(len(line) for _, line in added))
        if whole or not self._kept.size:
            old = ((unit, self._content[at : at + length]) for unit, (at, length) in self._places.items())
            added = sorted(dict([*old, *added]).items())
        start = Kept() if whole else self._kept
        places, at = {} if whole else dict(self._places), start.size
        for unit, line in added:
            places[unit] = (at, len(line))
            at += len(line)
        new = b"".join(line for _, line in added)
        if start.size:
            with (folder / _FILE).open("r+b") as file:
                file.truncate(start.size)  # what a killed run added is nobody's
                file.seek(start.size)
                file.write(new)
        else:
            replace_file(folder, _FILE, new)
        return Kept(at, crc32(new, start.mark), places)

    def _line(self, unit: str) -> bytes:
        own = self._units[unit]
        return msgspec.json.encode([_grouped(own.facts), _grouped(own.lookups)]) + b"\n"

    def _note(self, unit: str) -> None:
        self._changed.add(unit)
        self.changed = True

    def _unit(self, unit: str) -> _Unit:
        if unit not in self._units:
            at, length = self._places.get(unit, (0, 0))
            facts, lookups = msgspec.json.decode(self._content[at : at + length]) if length else ((), ())
            self._units[unit] = _Unit(_apart(facts), _apart(lookups))
        return self._units[unit]


def mark(facts: Facts) -> str:
    return digest(json.dumps(facts).encode())


def load(folder: Path, kept: Kept) -> Graph:
    """An empty graph where it is not there as it was `kept`."""
    try:
        content = (folder / _FILE).read_bytes()[: kept.size]
    except OSError:
        return Graph()
    return Graph(kept, content) if len(content) == kept.size and crc32(content) == kept.mark else Graph()


def _grouped(own: Mapping[str, Json]) -> list[Json]:
    """By environment, in its order: name and value, or name and the one before it that has the same."""
    rows: list[Json] = []
    known: list[tuple[str, Json]] = []
    for name, found in own.items():
        large = isinstance(found, dict | list)
        same = next((other for other, value in known if value == found), None) if large else None
        rows.append([name, found] if same is None else [name, None, same])
        known += [(name, found)] if large and same is None else []
    return rows


def _apart(rows: Iterable[Sequence[Json]]) -> dict[str, Json]:
    """What was `_grouped`."""
    found: dict[str, Json] = {}
    for name, value, *same in rows:
        found[name] = found[same[0]] if same else value
    return found
