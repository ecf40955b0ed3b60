"""What is known of all encrypted files -> ciphertext that stands in more than one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.secrets.file import fingerprint, place_of

_NOTHING = frozenset(fingerprint(text) for text in ("",))
"""Empty values are not encrypted, and are the same everywhere."""


class Shared(NamedTuple):
    """At a key of the file at `path`."""

    rule: str
    path: str
    key: str
    message: str
    hint: str


def between(files: Mapping[str, tuple[str, Mapping[str, str]]]) -> Iterator[Shared]:
    """By path the environment of a file and the fingerprints of its ciphertexts by key. Of two environments one finding
    for each pair of files, in the order of paths at the second one."""
    first: dict[str, tuple[str, str, str]] = {}
    shared: dict[tuple[str, str], list[str]] = {}
    for path, (environment, keys) in sorted(files.items()):
        for key, mark in keys.items():
            other, where, name = first.setdefault(mark, (path, environment, key))
            if mark in _NOTHING or (other, name) == (path, key):
                continue
            if name != key:
                yield _moved(path, key, other, name)
            elif where != environment:
                shared.setdefault((path, other), []).append(key)
    for (path, other), several in shared.items():
        yield _shared(path, other, several)


def _moved(path: str, key: str, other: str, name: str) -> Shared:
    where = "" if other == path else f" in {other}"
    message = f"this is the ciphertext of {name}{where}, too; under one of the two keys it cannot be decrypted"
    hint = f"remove the one that was pasted, then `kubecatalog secrets set {place_of(path)} {key}`"
    return Shared("moved-ciphertext", path, key, message, hint)


def _shared(path: str, other: str, keys: list[str]) -> Shared:
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    message = f"{keys[0]}{more}: the ciphertext is that of {other}; who can read the one can read the other"
    hint = f"`kubecatalog secrets rotate {place_of(path)}`, then give it values of its own with `secrets set`"
    return Shared("shared-ciphertext", path, keys[0], message, hint)
