"""The generated files that are there -> the digest of each.

Where git has compared the working tree with its index, a unit whose folders are in the commit as they are generated,
and that nothing staged touches, is known without a look at its files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from generator.cache.committed import Committed
from generator.cache.files import Digested, FileDigests, scan
from generator.cache.index import Entry, Index
from generator.inputs import unit_of


class OnDisk(Struct):
    """`files` are the digests by path; `whole`: all of the files were looked at."""

    files: dict[str, str]
    digests: FileDigests
    whole: bool

    def known(self, before: Index) -> Raw:
        """What the next run is to know of them."""
        return Raw(msgspec.json.encode(self.digests.seen)) if self.whole else before.generated


def look(root: Path, folders: tuple[str, ...], known: Index, vouched: Mapping[str, Entry]) -> OnDisk:
    """`vouched` are the units that nobody need look at."""
    digests = FileDigests(root, {} if vouched else msgspec.json.decode(known.generated, type=dict[str, Digested]))
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
