"""A commit and the encrypted files now -> whose keys came, went or have another value. No value is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator import git
from generator.git import Repository
from generator.review.objects import Status
from generator.secrets.file import SecretFile, place_of, read


class SecretChange(Struct, frozen=True):
    """One file. Keys whose ciphertext is another one count as changed, whether or not the value is."""

    environment: str
    name: str
    status: Status
    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[str]
    recipients: bool
    """Whether others can read it."""


def changes(root: Path, repo: Repository, commit: str, paths: Collection[str]) -> list[SecretChange]:
    """Of those of `paths` that hold a Secret of ours, in order."""
    own = sorted(path for path in paths if place_of(path))
    before = git.files(repo, commit, own) if own else {}
    found = (_change(path, before, _content(root / path)) for path in own)
    return [change for change in found if change]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _change(path: str, before: Mapping[str, bytes], content: bytes | None) -> SecretChange | None:
    place = place_of(path)
    if place is None or (content is None and path not in before):
        return None
    old = read(path, before[path]) if path in before else None
    new = read(path, content) if content is not None else None
    keys, now = _keys(old), _keys(new)
    status: Status = "added" if old is None else "removed" if new is None else "changed"
    changed = sorted(key for key in keys.keys() & now.keys() if keys[key] != now[key])
    readers = old is not None and new is not None and old.recipients != new.recipients
    added, removed = sorted(now.keys() - keys.keys()), sorted(keys.keys() - now.keys())
    return SecretChange(place.environment, place.stem, status, added, removed, changed, readers)


def _keys(file: SecretFile | None) -> Mapping[str, str]:
    return file.keys if file else {}
