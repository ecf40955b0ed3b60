"""`.kubecatalog/index.json`: what each unit was made from and what came of it.

A unit's entry holds for exactly one key, a digest of everything that it depends on. It never holds a manifest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import __version__
from generator.findings import Finding
from generator.json_types import Json, JsonMap
from generator.tree.ownership import digest

FOLDER = ".kubecatalog"
WORK = "work"
"""Below it: what a run is working on. Nothing in it outlives the run."""

_FILE = "index.json"
_JOURNAL = "journal.json"


@dataclass(slots=True)
class Entry:
    """One unit. `inputs` and `outputs` are digests by path. `ids` are the resources that it gives, as
    `group|Kind|namespace|name` (the namespace only where it is not the environment's own), by environments that get the
    same ones. `broken`: its catalog file does not fit the schema. `made`: nothing is left to do for its key.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    facts: JsonMap = field(default_factory=dict)
    key: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    ids: list[tuple[list[str], list[str]]] = field(default_factory=list)
    manifests: int = 0
    findings: list[Finding] = field(default_factory=list)
    broken: bool = False
    made: bool = False
    secrets: JsonMap = field(default_factory=dict)
    """By environment, what it has to do with Secrets (`unit.Unit`)."""
    mark: str = ""
    """A digest of the encrypted values that its pods use."""
    trees: dict[str, str] = field(default_factory=dict)
    """The ids that git would give to its folders, by path."""
    since: str = ""
    """What it was compared with (`checks.since`); empty where nothing differed."""
    graph: dict[str, str] = field(default_factory=dict)
    """Digests of what its manifests say to other objects (`cache.graph`), by environment."""
    waivers: list[JsonMap] = field(default_factory=list)
    """What its findings are excused by (`checks.waivers`)."""
    changes: list[Finding] = field(default_factory=list)
    """What was found wrong with its change since then."""

    def as_json(self) -> list[Json]:
        findings = [finding.as_json() for finding in self.findings]
        known = [self.inputs, self.facts, self.key, self.outputs, self.ids, self.manifests]
        changes = [finding.as_json() for finding in self.changes]
        rest = [*known, findings, self.broken, self.made, self.secrets, self.mark]
        return [*rest, self.trees, self.since, self.graph, self.waivers, changes]

    @classmethod
    def from_json(cls, data: list[Json]) -> Entry:
        inputs, facts, key, outputs, ids, manifests, findings, *rest, changes = data
        found, changed = ([Finding.from_json(item) for item in items] for items in (findings, changes))
        entry = cls(inputs, facts, key, outputs, ids, manifests, found, *rest)
        entry.changes = changed
        return entry


@dataclass(slots=True)
class Connected:
    """What was found of an environment's objects together, for one key: the unit, its own key then, and the finding."""

    key: str
    rows: list[tuple[str, str, Finding]] = field(default_factory=list)


@dataclass(slots=True)
class Index:
    fingerprint: str
    platform: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    files: Mapping[str, list[Json]] = field(default_factory=dict)
    secrets: Mapping[str, list[Json]] = field(default_factory=dict)
    """What is known of encrypted files (`secrets.inventory.Known`), by path."""
    connected: dict[str, Connected] = field(default_factory=dict)
    """By environment."""


def load(root: Path, fingerprint: str) -> Index:
    """The index of the last run, or an empty one where there is none, it is broken, or something else made it.

    What it knows of the digests of files stays true whoever made it.
    """
    try:
        mark, _, content = (root / FOLDER / _FILE).read_bytes().partition(b"\n")
        if mark.decode() != digest(content):
            return Index(fingerprint)
        data = json.loads(content)
    except (OSError, ValueError):
        return Index(fingerprint)
    if data["fingerprint"] != fingerprint:
        return Index(fingerprint, files=data["files"])
    entries = {name: Entry.from_json(entry) for name, entry in data["entries"].items()}
    connected = {
        name: Connected(key, [(unit, mark, Finding.from_json(finding)) for unit, mark, finding in rows])
        for name, (key, rows) in data["connected"].items()
    }
    return Index(fingerprint, data["platform"], entries, data["files"], data["secrets"], connected)


def save(root: Path, index: Index) -> None:
    """Replace the index in one step."""
    data = {
        "fingerprint": index.fingerprint,
        "platform": index.platform,
        "entries": {name: entry.as_json() for name, entry in index.entries.items()},
        "files": index.files,
        "secrets": index.secrets,
        "connected": {
            name: [own.key, [[unit, mark, finding.as_json()] for unit, mark, finding in own.rows]]
            for name, own in index.connected.items()
        },
    }
    content = json.dumps(data, separators=(",", ":"))
    replace_file(root, _FILE, f"{digest(content.encode())}\n{content}")


def announce(root: Path, writes: Mapping[str, str], deletes: Iterable[str]) -> None:
    """Write down what is about to be written and removed, so that the files of a killed run are known as ours.

    What earlier killed runs announced stays: any of it may be there.
    """
    journal = announced(root)
    for path in deletes:
        journal.setdefault(path, [])
    for path, mark in writes.items():
        known = journal.setdefault(path, [])
        if mark not in known:
            known.append(mark)
    replace_file(root, _JOURNAL, json.dumps(journal))


def announced(root: Path) -> dict[str, list[str]]:
    """What runs that did not come to their end were writing, as digests by path, and removing."""
    try:
        journal: dict[str, list[str]] = json.loads((root / FOLDER / _JOURNAL).read_bytes())
    except (OSError, ValueError):
        return {}
    return journal


def replace_file(root: Path, name: str, text: str) -> None:
    """Replace a file in one step. What a killed run leaves of it is removed with all else that it was working on."""
    temporary = root / FOLDER / WORK / name
    temporary.write_text(text)
    temporary.replace(root / FOLDER / name)


def settle(root: Path) -> None:
    """All that was announced is written, or undone."""
    (root / FOLDER / _JOURNAL).unlink(missing_ok=True)


def fingerprint(*parts: str) -> str:
    """Changes with our own code and with `parts` (versions of tools and schemas)."""
    package = Path(__file__).resolve().parents[1]
    code = []
    waiting = [os.fspath(package)]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for item in found:
                if item.name.endswith(".py"):
                    stat = item.stat()
                    code.append(f"{item.path} {stat.st_mtime_ns} {stat.st_size}")
                elif item.is_dir() and not item.name.startswith(("_", ".")):
                    waiting.append(item.path)
    return digest("\n".join([__version__, *parts, *sorted(code)]).encode())
