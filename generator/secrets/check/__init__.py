"""An encrypted file -> what is wrong with it, without any key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.findings import Finding
from generator.model.recipients import Rule
from generator.secrets.check import comments, envelope, keys, readable, recipients, settings, stamp, values
from generator.secrets.check.subject import Subject
from generator.secrets.file import Place, SecretFile

Check: TypeAlias = Callable[[Subject], Iterator[Finding]]

OF_EVERY: tuple[Check, ...] = (
    envelope.misplaced,
    envelope.not_a_secret,
    envelope.unknown_field,
    envelope.last_applied,
)
"""Of every document, whether encrypted or not."""

OF_VALUES: tuple[Check, ...] = (
    envelope.encrypted_field,
    values.sections,
    values.values,
    keys.invalid,
    keys.twice,
    keys.unsorted,
    comments.plaintext_comment,
)
"""Of every encrypted document."""

OF_SETTINGS: tuple[Check, ...] = (
    recipients.recipients,
    recipients.damaged,
    settings.selection,
    settings.mac_scope,
    settings.version,
    stamp.mac,
    stamp.time,
    stamp.age,
)
"""Of one to whose end sops wrote what it says of itself."""


def of_file(file: SecretFile, place: Place | None, rule: Rule | None, now: int) -> Iterator[Finding]:
    """`rule` is the creation rule that reaches the file, or None; `now` is in seconds since 1970."""
    subject = Subject(file, place, rule, now)
    for check in _checks(file):
        yield from check(subject)


def until(file: SecretFile, rule: Rule | None, now: int) -> int:
    """The time after which the findings are other ones although the file is the same; 0 where there is none."""
    return stamp.until(file, rule, now)


def _checks(file: SecretFile) -> tuple[Check, ...]:
    if file.document is None:
        return (readable.unreadable,)
    if not file.sops:
        return (*OF_EVERY, envelope.not_encrypted)
    if "version" not in file.sops:
        return (*OF_EVERY, *OF_VALUES, envelope.cut_off)
    return (*OF_EVERY, *OF_VALUES, *OF_SETTINGS)
