"""A file of which sops reads nothing -> why, before sops is asked: its own words may quote a value."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.secrets.check import envelope, readable, recipients
from generator.secrets.check import recipient_words as words
from generator.secrets.check.subject import Subject


def refusals(subject: Subject) -> Iterator[Finding]:
    sops = subject.file.sops
    if subject.file.document is None:
        yield from readable.unreadable(subject)
    elif not sops:
        yield from envelope.not_encrypted(subject)
    elif not sops.keys() >= envelope.LAST:
        yield from envelope.cut_off(subject)
    elif not any(words.of_file(sops)):
        yield from recipients.recipients(subject)
