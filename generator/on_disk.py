"""The generated files that are there -> the digest of each.

Where git has compared the working tree with its index, a unit whose folders are in the commit as they are generated,
and that nothing staged touches, is known without a look at its files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from generator.cache import index
from generator.cache.committed import Committed
from generator.cache.files import FileDigests, scan
from generator.cache.index import Entry
from generator.inputs import unit_of


class OnDisk(Struct):
    """`files` are the digests by path; `whole`: all of the files were looked at."""

    files: dict[str, str]
    digests: FileDigests
    whole: bool

    def save(self, cache: Path) -> None:
        """Keep what the next run is to know of them. Raises OSError, and ValueError for a name that is no text."""
        if self.whole and self.digests.changed:
            index.save_tree(cache, self.digests.seen)


def look(root: Path, folders: tuple[str, ...], cache: Path, vouched: Mapping[str, Entry]) -> OnDisk:
    """`vouched` are the units that nobody need look at. In `cache` is what the last run knew of the others."""
    digests = FileDigests(root, {} if vouched else index.tree(cache))
    but_for = {folder for entry in vouched.values() for folder in entry.trees}
    files = {path: digests.of(path, stat) or "" for path, stat in scan(root, folders, but_for)}
    for entry in vouched.values():
        files.update(entry.outputs)
    return OnDisk(files, digests, not vouched)


def vouched(entries: Mapping[str, Entry], had: Committed, staged: Collection[str]) -> dict[str, Entry]:
    """The units that the index has as they were generated. `staged` are the paths that it has not as the commit."""
    touched = {unit_of(path) for path in staged}
    return {
        name: entry for name, entry in entries.items() if name not in touched and entry.trees and had.has(name, entry)
    }
