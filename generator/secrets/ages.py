"""The history of a repository -> when each encrypted value was made, in seconds since 1970.

A ciphertext is random: the first commit that has it is the one in which the value was set, whichever way it went since,
also when the file was moved or an older version of it came back. What was found is kept in `.kubecatalog/` for the next
run, as fingerprints only, and only newer commits are read then.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeAlias

from msgspec import Struct, field

from generator.cache.index import cache_folder, make_folder
from generator.git import Repository, repository
from generator.secrets.file import FOLDER, fingerprint

Time: TypeAlias = "int | None"
"""None where it is older than what a shallow clone has."""

FILE = "secret-ages.json"

_NOTHING = fingerprint("")
_COMMIT = "\x01"
_LINE = re.compile(rb"^(?:\x01([0-9a-f]+) ([0-9]+)|[ +]*\+[^\n]*?(ENC\[AES256_GCM,[^\]\n]*\]))", re.MULTILINE)
"""Of a merge a line has a sign for each parent."""

_LOG = (
    *("-c", "core.quotePath=false", "-c", "log.showSignature=false", "log"),
    *("--patch", "--unified=0", "-c", "--no-renames", "--text"),
    *("--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--output-indicator-new=+"),
    f"--format={_COMMIT}%H %at",
)
"""The author's time, which a rebase leaves as it is."""

_PATHS = (FOLDER, ":(top)*.sops.*")
"""Encrypted files that lay elsewhere keep the ages of their values."""


class _Known(Struct):
    """What is known of the history of `head`."""

    head: str = ""
    boundary: str = ""
    times: dict[str, Time] = field(default_factory=dict)
    """By fingerprint of a ciphertext."""


def changed_at(
    root: Path, environ: Mapping[str, str], files: Mapping[str, Mapping[str, str]], now: int
) -> dict[tuple[str, str], Time]:
    """By path and key. `files` are the fingerprints of ciphertexts by path and key, as they are now; what is in no
    commit counts as of `now`. Keys with an empty value are left out. Empty where there is no repository, and where git
    lacks a part of its history and cannot get it."""
    repo = repository(root, environ)
    if repo is None:
        return {}
    times = _times(repo)
    if times is None:
        return {}
    return {
        (path, key): times.get(mark, now)
        for path, keys in files.items()
        for key, mark in keys.items()
        if mark != _NOTHING
    }


def _times(repo: Repository) -> dict[str, Time] | None:
    if not repo.head:
        return {}
    boundary = hashlib.sha256(repo.boundary.encode()).hexdigest()[:16] if repo.boundary else ""
    folder = cache_folder(repo.root, repo.environ)
    known = _load(folder)
    if (known.head, known.boundary) == (repo.head, boundary):
        return known.times
    newer = _history(repo, known.head) if known.head and known.boundary == boundary else None
    times = _history(repo, "") if newer is None else {**newer, **known.times}
    if times is not None:
        _save(folder, _Known(repo.head, boundary, times))
    return times


def _history(repo: Repository, after: str) -> dict[str, Time] | None:
    """Of the commits that `after` does not have; None where that commit, or what a commit has, is not there."""
    done = repo.git(*_LOG, repo.head, *([f"^{after}"] if after else []), "--", *_PATHS, ok=(0, 128))
    if done.code:
        return None
    unknown = set(repo.boundary.split())
    found: dict[str, Time] = {}
    time: Time = None
    for commit, at, ciphertext in _LINE.findall(done.stdout):
        if commit:
            time = None if commit.decode() in unknown else int(at)
            continue
        mark = fingerprint(ciphertext.decode("ascii", "replace"))
        before = found.get(mark, time)
        found[mark] = None if time is None or before is None else min(time, before)
    return found


def _load(folder: Path) -> _Known:
    try:
        data = json.loads((folder / FILE).read_bytes())
        times: dict[str, Time] = {mark: time for time, marks in data["times"] for mark in marks}
        return _Known(str(data["head"]), str(data["boundary"]), times)
    except (OSError, ValueError, KeyError, TypeError):
        return _Known()


def _save(folder: Path, known: _Known) -> None:
    """Replaces the file in one step; without it the next run only takes longer."""
    by_time: dict[Time, list[str]] = {}
    for mark, time in known.times.items():
        by_time.setdefault(time, []).append(mark)
    data = {"head": known.head, "boundary": known.boundary, "times": list(by_time.items())}
    with suppress(OSError):
        make_folder(folder)
        with NamedTemporaryFile("w", dir=folder, prefix=FILE, delete=False) as file:
            json.dump(data, file, separators=(",", ":"))
        os.replace(file.name, folder / FILE)
