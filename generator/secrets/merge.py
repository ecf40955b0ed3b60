"""Three versions of one encrypted file -> one, with our ciphertext wherever our value stays.

Without a key where that is possible: one side did not change, or each changed what the other one left alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.errors import FINDINGS, KubecatalogError
from generator.json_types import Json
from generator.model.recipients import Rule
from generator.secrets import file as secret_file
from generator.secrets.check.readable import explained
from generator.secrets.check.subject import Subject
from generator.secrets.file import Place, SecretFile
from generator.secrets.gitconfig import git
from generator.secrets.merging import Side, has_rotated, head, merged, recipients, skeleton, wrapped
from generator.secrets.sops_config import text
from generator.secrets.store import Store
from generator.secrets.values import Values, of_secret

_SECRET_OF_SOPS = ("enc", "created_at")
"""What of a recipient's entry does not name it."""


class Versions(Struct, frozen=True):
    """The texts; empty where that side has none."""

    base: bytes
    ours: bytes
    theirs: bytes


class Conflict(KubecatalogError):
    """Both sides changed the same keys."""

    def __init__(self, path: str, keys: list[str]) -> None:
        message = f"{path}: both sides changed {', '.join(keys)}"
        hint = f"say which to take: `kubecatalog secrets resolve {path} --ours KEY --theirs KEY`"
        super().__init__(message, hint, code=FINDINGS)
        self.keys = keys


def unchanged(versions: Versions) -> bytes | None:
    """The version to take where one side left the file as it was, or both made the same of it."""
    if versions.theirs in (versions.base, versions.ours):
        return versions.ours
    return versions.theirs if versions.ours == versions.base else None


def as_text(root: Path, environ: Mapping[str, str], versions: Versions, folder: Path) -> tuple[bytes, bool]:
    """What git makes of the three texts, and whether that is without a conflict and a valid file."""
    names = ("ours", "base", "theirs")
    for name in names:
        (folder / name).write_bytes(getattr(versions, name))
    labels = [word for name in names for word in ("-L", name)]
    done = git(root, environ, "merge-file", "-p", *labels, *(str(folder / name) for name in names))
    if done.code > 127:
        return versions.ours, False
    return done.stdout, done.code == 0 and _is_whole(done.stdout, versions)


def _is_whole(content: bytes, versions: Versions) -> bool:
    """Whether the values and their MAC are those of one side, and every recipient can read their data key."""
    found, base, ours, theirs = (_read(text) for text in (content, versions.base, versions.ours, versions.theirs))
    if found is None or base is None:
        return False
    rotated = any(side and has_rotated(base, side) for side in (ours, theirs))
    fits = [side for side in (ours, theirs) if side and _payload(side) == _payload(found)]
    return any(not rotated or wrapped(side) == wrapped(found) for side in fits)


def _payload(file: SecretFile) -> Json:
    return list(file.leaves.items()), [file.sops.get(name) for name in ("mac", "lastmodified", "encrypted_regex")]


def _read(content: bytes) -> SecretFile | None:
    found = secret_file.read("", content)
    return found if found.document is not None and found.sops else None


def together(
    store: Store, place: Place, versions: Versions, choices: Mapping[str, Side], rule: Callable[[], Rule]
) -> Path:
    """The staged file that holds what both sides want. `rule` is asked for where recipients are not age keys only.
    Raises Conflict; KubecatalogError where a version cannot be read or decrypted."""
    base, base_values = _opened(store, place, versions.base, "base") if versions.base else (None, {})
    ours, our_values = _opened(store, place, versions.ours, "ours")
    theirs, their_values = _opened(store, place, versions.theirs, "theirs")
    if unknown := sorted(choices.keys() - our_values.keys() - their_values.keys()):
        raise KubecatalogError(f"{place.path}: no side has a key {', '.join(unknown)}")
    found = merged(base_values, our_values, their_values, choices)
    if found.conflicts:
        raise Conflict(place.path, found.conflicts)
    kept = ours if skeleton(base, ours, theirs) == "ours" else theirs
    wanted = recipients(base.recipients if base else (), ours.recipients, theirs.recipients)
    ruled = Rule(place.environment, dict.fromkeys(sorted(wanted), ""))
    if _others(ours) or _others(theirs):
        ruled = rule()
    store.sops.config.write_text(text([ruled]))
    secret = _secret(store, place, kept)
    staged = store.staged(place, head(base, ours, theirs), found.values, kept, secret)
    if set(ruled.age) != set(kept.recipients) or _others(ours) != _others(theirs):
        if set(kept.recipients) - set(ruled.age):
            store.sops.rotate(staged, place.path)  # who was removed knows the data key
        store.sops.update_keys(staged, place.path)
    store.prove(place, staged, found.values)
    return staged


def _opened(store: Store, place: Place, content: bytes, side: str) -> tuple[SecretFile, Values]:
    found = secret_file.read(f"{place.path} ({side})", content)
    if found.document is None:
        _, message, _ = explained(Subject(found, place, None, 0))
        _, _, line, column = found.problem
        raise KubecatalogError(f"{found.path}:{line}:{column}: {message}", "take the other side, or an older commit's")
    if not found.sops:
        raise KubecatalogError(f"{found.path} is not encrypted", "take its values to be known, and the other side")
    return found, of_secret(_secret(store, place, found), found.path)


def _secret(store: Store, place: Place, file: SecretFile) -> dict[str, Json]:
    staged = store.scratch / f"{place.stem}{secret_file.SUFFIX}"
    staged.write_bytes(file.content)
    try:
        return store.sops.decrypt(staged, file.path)
    finally:
        os.unlink(staged)


def _others(file: SecretFile) -> list[Json]:
    """The recipients of other kinds than plain age keys."""
    found = []
    for kind, entries in file.sops.items():
        if isinstance(entries, list) and entries and kind != "age":
            found.append([kind, _named(entries)])
    return found


def _named(entry: Json) -> Json:
    if isinstance(entry, list):
        return [_named(item) for item in entry]
    if isinstance(entry, dict):
        return {name: _named(value) for name, value in entry.items() if name not in _SECRET_OF_SOPS}
    return entry
