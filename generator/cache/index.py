"""`.kubecatalog/index.json`: what each unit was made from and what came of it.

A unit's entry holds for exactly one key, a digest of everything that it depends on. It never holds a manifest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
from msgspec import MsgspecError, Struct, field

from generator import __version__
from generator.cache.files import Digested
from generator.findings import Finding
from generator.json_types import JsonMap
from generator.tree.ownership import digest

FOLDER = ".kubecatalog"
WORK = "work"
"""Below it: what a run is working on. Nothing in it outlives the run."""

CACHE_DIR = "KUBECATALOG_CACHE_DIR"
"""Where what is known is kept instead, for a CI that carries it from one checkout to the next."""

_FILE = "index.json"
_TREE = "tree.json"
_JOURNAL = "journal.json"
_CODE = "code.json"


class Entry(Struct, array_like=True):
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
    delivery: JsonMap = field(default_factory=dict)
    """By environment, what its delivery has to know of it (`delivery.gather`)."""
    changes: list[Finding] = field(default_factory=list)
    """What was found wrong with its change since then."""
    clean: dict[str, str] = field(default_factory=dict)
    """By environment, the overlay in whose manifests nothing was found (`cache.manifests.overlay_key`)."""


class Connected(Struct, array_like=True):
    """What was found of an environment's objects together, for one key: the unit, its own key then, and the finding.

    `marks` say of each unit what it was that was judged, `unknown` which objects it names that nobody can know of.
    `unjudged` says of how many nothing is known, by reason.
    """

    key: str
    marks: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, str, Finding]] = field(default_factory=list)
    unknown: dict[str, list[list[str]]] = field(default_factory=dict)
    unjudged: dict[str, int] = field(default_factory=dict)


class Known(Struct, frozen=True, array_like=True):
    """One encrypted file. `keys` are fingerprints by key, `until` the time at which it must be looked at again."""

    digest: str
    name: str = ""
    namespace: str = ""
    type: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    modified: str = ""
    until: int = 0
    findings: tuple[Finding, ...] = ()


class Kept(Struct, frozen=True, array_like=True):
    """Where what is kept of all objects is in its file (`cache.graph`): the bytes of it that count, a checksum of
    these, and by unit where its line begins and how long it is."""

    size: int = 0
    mark: int = 0
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


class _Files(Struct):
    files: dict[str, Digested] = field(default_factory=dict)
    """What is known of the digests of files that are read."""


class Index(_Files):
    platform: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    secrets: dict[str, Known] = field(default_factory=dict)
    """What is known of encrypted files, by path."""
    connected: dict[str, Connected] = field(default_factory=dict)
    """By environment."""
    graph: Kept = Kept()


def cache_folder(root: Path, environ: Mapping[str, str]) -> Path:
    """Where the index and its like are kept."""
    return Path(environ.get(CACHE_DIR) or root / FOLDER)


def make_folder(folder: Path) -> None:
    """A folder of which git adds nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")


def load(folder: Path, fingerprint: str) -> Index:
    """The index of the last run, or an empty one where there is none, it is broken, or something else made it.

    What it knows of the digests of files stays true whoever made it.
    """
    return parsed(*read(folder), fingerprint)


def read(folder: Path, name: str = _FILE) -> tuple[str, bytes]:
    """The index as it is written, and who made it; nothing where there is none, or it is not whole."""
    try:
        head, _, content = (folder / name).read_bytes().partition(b"\n")
        mark, _, made_by = head.decode().partition(" ")
        return (made_by, content) if mark == digest(content) else ("", b"")
    except (OSError, ValueError):
        return "", b""


def parsed(made_by: str, content: bytes, fingerprint: str) -> Index:
    try:
        if made_by != fingerprint:
            return Index(msgspec.json.decode(content, type=_Files).files)
        return msgspec.json.decode(content, type=Index)
    except (ValueError, MsgspecError):
        return Index()


def save(folder: Path, fingerprint: str, index: Index) -> None:
    """Replace the index in one step. Raises ValueError for what is no text, as the name of a file may be."""
    _write(folder, _FILE, fingerprint, msgspec.json.encode(index))


def tree(folder: Path) -> dict[str, Digested]:
    """What is known of the digests of generated files: in a file of its own, as few runs ask for it."""
    try:
        return msgspec.json.decode(read(folder, _TREE)[1], type=dict[str, Digested])
    except (ValueError, MsgspecError):
        return {}


def save_tree(folder: Path, seen: Mapping[str, Digested]) -> None:
    _write(folder, _TREE, "", msgspec.json.encode(seen))


def _write(folder: Path, name: str, made_by: str, content: bytes) -> None:
    replace_file(folder, name, b"%s %s\n%s" % (digest(content).encode(), made_by.encode(), content))


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
    replace_file(root / FOLDER, _JOURNAL, json.dumps(journal).encode())


def announced(root: Path) -> dict[str, list[str]]:
    """What runs that did not come to their end were writing, as digests by path, and removing."""
    try:
        journal: dict[str, list[str]] = json.loads((root / FOLDER / _JOURNAL).read_bytes())
    except (OSError, ValueError):
        return {}
    return journal


def replace_file(folder: Path, name: str, content: bytes) -> None:
    """Replace a file in one step. What a killed run leaves of it is removed with all else that it was working on, and
    in a folder of its own the next run takes its place."""
    make_folder(folder)
    work = folder / WORK
    temporary = work / name if work.is_dir() else folder / f"{name}.new"
    temporary.write_bytes(content)
    temporary.replace(folder / name)


def settle(root: Path) -> None:
    """All that was announced is written, or undone."""
    (root / FOLDER / _JOURNAL).unlink(missing_ok=True)


def fingerprint(folder: Path, *parts: str) -> str:
    """Changes with the content of our own code and with `parts` (versions of tools and schemas).

    The same code elsewhere has the same: what is kept in `folder` may come from another machine. As long as no file has
    changed its time or size, the content is known from the last time that it was read.
    """
    stats = _code()
    stamp = digest("\n".join(f"{path} {time} {size}" for path, time, size in stats).encode())
    content = _known_code(folder, stamp)
    if not content:
        content = _content()
        with suppress(OSError):
            replace_file(folder, _CODE, json.dumps([stamp, content]).encode())
    return digest("\n".join([__version__, *parts, content]).encode())


_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def _content() -> str:
    """The paths are what they are within the package."""
    files = sorted((os.path.relpath(path, _PACKAGE), path) for path, _, _ in _code())
    return digest("\n".join(f"{name} {digest(Path(path).read_bytes())}" for name, path in files).encode())


@cache
def _code() -> list[tuple[str, int, int]]:
    """Path, time and size of each file, once: what is loaded by now does not change with the files."""
    found = []
    waiting = [os.fspath(_PACKAGE)]
    while waiting:
        with os.scandir(waiting.pop()) as items:
            for item in items:
                if item.name.endswith(".py"):
                    stat = item.stat()
                    found.append((item.path, stat.st_mtime_ns, stat.st_size))
                elif item.is_dir() and not item.name.startswith(("_", ".")):
                    waiting.append(item.path)
    return sorted(found)


def _known_code(folder: Path, stamp: str) -> str:
    try:
        known, content = json.loads((folder / _CODE).read_bytes())
    except (OSError, ValueError, TypeError):
        return ""
    return str(content) if known == stamp else ""
