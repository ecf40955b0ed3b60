"""Digests of files, known from their size, times and inode as long as these do not change (as git's index does)."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from stat import S_ISREG

from generator.tree.ownership import digest

Stat = tuple[int, int, int, int]
"""Times of the last change of the content and of the file in nanoseconds, size in bytes, inode. The second of the times
cannot be set back, so that no edit goes unseen."""

Digested = tuple[int, int, int, int, str]
"""A Stat, and the digest of the content that the file had then."""

IRREGULAR: Stat = (0, 0, 0, 0)
"""Of what is no regular file: nothing is read of it, and it is nothing that we wrote."""

UNKNOWN = ""
"""The digest of what is there and cannot be read: it is that of no content."""

RACY_NS = 50_000_000
"""A file changed this shortly before it was looked at may change again without its time changing."""


def stat_of(found: os.stat_result) -> Stat:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


class FileDigests:
    """The digests of the files of one repository, by path relative to its root."""

    def __init__(self, root: Path, known: Mapping[str, Digested]) -> None:
        self.root = root
        self._prefix = os.path.join(root, "")
        self._known = known
        self.seen: dict[str, Digested] = {}
        self.changed = False

    def of(self, path: str, stat: Stat | None = None) -> str | None:
        """The digest of a file, read only where its stat is not the known one; None where there is no regular file.

        With `stat`, the file is there: it is UNKNOWN where it cannot be read.
        """
        absent = None if stat is None else UNKNOWN
        if stat is None:
            try:
                status = os.stat(self._prefix + path)
            except (OSError, ValueError):  # ValueError of a NUL in the path
                return None
            if not S_ISREG(status.st_mode):  # a pipe would be waited for
                return None
            stat = stat_of(status)
        if stat == IRREGULAR:
            return UNKNOWN
        entry = self._known.get(path)
        if entry is not None and entry[:4] == stat:
            self.seen[path] = entry
            return entry[4]
        try:
            found = digest((self.root / path).read_bytes())
        except OSError:
            return absent
        self.record(path, stat, found)
        return found

    def record(self, path: str, stat: Stat, found: str) -> None:
        """Remember a digest, unless the file is so young that its next change might go unseen, or its name is no text,
        which the index cannot hold."""
        if not path.isascii() and any("\ud800" <= letter <= "\udfff" for letter in path):
            return
        self.changed = True
        if max(stat[:2]) < time.time_ns() - RACY_NS:
            self.seen[path] = (*stat, found)


def scan(root: Path, folders: tuple[str, ...], but_for: Collection[str] = ()) -> Iterator[tuple[str, Stat]]:
    """Every file below `folders`, as a path relative to `root`, with its stat; IRREGULAR for links, pipes and so on.
    One of the folders may be a file itself. Nothing is told of what is below those folders that are `but_for`."""
    prefix = os.path.join(root, "")
    for name in folders:
        if os.path.lexists(prefix + name) and not os.path.isdir(prefix + name):
            status = os.lstat(prefix + name)
            yield name, stat_of(status) if S_ISREG(status.st_mode) else IRREGULAR
    waiting = [prefix + folder for folder in folders if os.path.isdir(prefix + folder)]
    skipped = {prefix + folder for folder in but_for}
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.path not in skipped:
                        waiting.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    yield entry.path[len(prefix) :], stat_of(entry.stat())
                else:
                    yield entry.path[len(prefix) :], IRREGULAR
