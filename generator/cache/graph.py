"""`.kubecatalog/graph.json`: what the manifests of each unit say to other objects, and what came of all of it.

Facts are kept by unit for the environments that share them (`checks.reference.facts`); they hold for as long as the
unit's entry in the index does, whose digests of them say which file fits which index.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache.index import Entry, replace_file
from generator.json_types import Json, JsonMap
from generator.tree.ownership import digest

_FILE = "graph.json"

Facts = list[JsonMap]
"""Of the manifests of one unit in one environment, in their order."""


@dataclass(slots=True)
class Graph:
    """By unit and environment."""

    facts: dict[str, dict[str, Facts]] = field(default_factory=dict)

    def put(self, unit: str, entry: Entry, found: Mapping[str, Facts]) -> None:
        """What a unit that was made says now."""
        self.facts[unit] = dict(found)
        entry.graph = {name: digest(json.dumps(facts).encode()) for name, facts in found.items()}

    def unknown(self, entries: Mapping[str, Entry], but_for: Collection[str]) -> list[str]:
        """The units, but for some, of which it has not what the entries say to be known."""
        return [
            unit
            for unit, entry in entries.items()
            if unit not in but_for and entry.graph.keys() != self.facts.get(unit, {}).keys()
        ]


def load(folder: Path) -> Graph:
    """An empty graph where there is none that can be read."""
    try:
        rows = json.loads((folder / _FILE).read_bytes())
        return Graph(
            {unit: {name: facts for names, facts in groups for name in names} for unit, groups in rows.items()}
        )
    except (OSError, ValueError, TypeError):
        return Graph()


def save(folder: Path, graph: Graph) -> None:
    rows = {unit: _grouped(own) for unit, own in graph.facts.items()}
    replace_file(folder, _FILE, json.dumps(rows, separators=(",", ":")))


def _grouped(own: Mapping[str, Facts]) -> list[Json]:
    """Environments often have the same facts, which are then kept once."""
    groups: list[tuple[list[str], Facts]] = []
    for name, facts in own.items():
        for names, known in groups:
            if known == facts:
                names.append(name)
                break
        else:
            groups.append(([name], facts))
    return groups
