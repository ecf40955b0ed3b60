"""The keys of a Secret -> which of them cannot be, or do not stand where they should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.findings import Finding
from generator.secrets.check.subject import Subject
from generator.secrets.file import SECTIONS
from generator.secrets.key_order import compared, ordered

_VALID = re.compile(r"(?!\.\.)(?!\.$)[-._A-Za-z0-9]{1,253}")
"""https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data; no `.` and nothing with `..` before
it, as these would be folders where a Secret is mounted."""


def invalid(subject: Subject) -> Iterator[Finding]:
    for path in subject.file.leaves:
        if not _VALID.fullmatch(path[1]):
            message = f'"{path[1]}" cannot be a key of a Secret'
            hint = "write letters, digits, `-`, `_` and `.`, 253 at most, with a new ciphertext: a key is part of it"
            yield subject.fault("invalid-secret-key", message, path, hint)


def twice(subject: Subject) -> Iterator[Finding]:
    leaves = subject.file.leaves
    for section, key in leaves:
        if section == SECTIONS[0] and (SECTIONS[1], key) in leaves:
            message = f"{key} stands in stringData, too, and that is what the cluster takes"
            hint = f"`kubecatalog secrets remove {subject.target} {key}`, then {subject.set(key)}"
            yield subject.fault("duplicate-secret-key", message, (section, key), hint)


def unsorted(subject: Subject) -> Iterator[Finding]:
    """The MAC is of the values in their order, and kustomize writes them in its own."""
    document = subject.file.document or {}
    order = [name for name in document if name in SECTIONS]
    if order != sorted(order):
        yield _unsorted(subject, (order[0],), f"{order[0]} stands before {order[1]}")
    for section in order:
        own = document[section]
        if isinstance(own, dict):
            yield from _keys(subject, section, list(own))


def _keys(subject: Subject, section: str, keys: list[str]) -> Iterator[Finding]:
    before, key = next((pair for pair in pairwise(keys) if compared(*pair) > 0), ("", ""))
    if before and keys != ordered(keys):
        yield _unsorted(subject, (section, key), f"{key} stands after {before}")


def _unsorted(subject: Subject, path: tuple[str, ...], what: str) -> Finding:
    message = f"{what}: kustomize sorts the values, and after that their MAC no longer holds"
    return subject.fault("unsorted-secret", message, path, subject.rotated)
