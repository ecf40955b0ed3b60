"""`.kubecatalog/graph.json`: what the manifests of each unit say to other objects, and what was looked up for them.

Facts are kept by unit for the environments that share them (`checks.reference.facts`); they hold for as long as the
unit's entry in the index does. The index says which file fits it. Each unit has a line: what nobody asks for is not
parsed, and written back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.cache.index import Entry, apart, grouped, replace_file
from generator.json_types import JsonMap
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

    def __init__(self, lines: Mapping[str, bytes] | None = None) -> None:
        self._lines = dict(lines or {})
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
        return {*self._lines, *self._units}

    def drop(self, units: Iterable[str]) -> None:
        for unit in units:
            self.changed = True
            self._before.setdefault(unit, self.facts(unit))
            self._lines.pop(unit, None)
            self._units.pop(unit, None)

    def unknown(self, entries: Mapping[str, Entry], but_for: Collection[str]) -> list[str]:
        """The units, but for some, of which it has not what the entries say to be known."""
        known = self.units()
        return [unit for unit, entry in entries.items() if unit not in but_for and bool(entry.graph) != (unit in known)]

    def text(self) -> bytes:
        for unit in self._changed & self._units.keys():
            own = self._units[unit]
            row = [grouped(own.facts), grouped(own.lookups)]
            self._lines[unit] = json.dumps(row, separators=(",", ":")).encode()
        return b"".join(b"%s\t%s\n" % (unit.encode(), line) for unit, line in self._lines.items())

    def _note(self, unit: str) -> None:
        self._changed.add(unit)
        self.changed = True

    def _unit(self, unit: str) -> _Unit:
        if unit not in self._units:
            facts, lookups = json.loads(self._lines[unit]) if unit in self._lines else ((), ())
            self._units[unit] = _Unit(apart(facts), apart(lookups))
        return self._units[unit]


def mark(facts: Facts) -> str:
    return digest(json.dumps(facts).encode())


def load(folder: Path, wanted: str) -> Graph:
    """The one of that digest; an empty graph where there is none."""
    try:
        content = (folder / _FILE).read_bytes()
    except OSError:
        return Graph()
    if not wanted or digest(content) != wanted:
        return Graph()
    rows = (line.partition(b"\t") for line in content.splitlines())
    return Graph({unit.decode(): line for unit, _, line in rows})


def save(folder: Path, graph: Graph) -> str:
    """Its digest."""
    content = graph.text()
    replace_file(folder, _FILE, content)
    return digest(content)
