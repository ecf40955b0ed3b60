"""The MAC of a file and the time of its last change -> what is wrong with them, as far as can be seen without a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from generator.findings import Finding
from generator.model.recipients import Rule
from generator.secrets.check.subject import Subject, text
from generator.secrets.file import CIPHERTEXT, SecretFile

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)")
_MAC_LENGTH = 172
"""128 digits of SHA-512, as base64."""

_TOLERANCE = 600
"""In seconds: how far two clocks may differ."""

_DAY = 24 * 3600


def mac(subject: Subject) -> Iterator[Finding]:
    found = subject.file.sops.get("mac")
    if not found:
        message = "there is no MAC: nobody would see that a value was changed or removed"
        yield subject.fault("missing-mac", message, ("sops", "mac"), subject.restored)
        return
    match = CIPHERTEXT.fullmatch(text(found))
    if not match or match["type"] != "str" or len(match["data"]) != _MAC_LENGTH:
        message = "the MAC is damaged: sops writes the ciphertext of 128 characters"
        yield subject.fault("malformed-mac", message, ("sops", "mac"), subject.restored)


def modified(file: SecretFile) -> float | None:
    """The time of the last change in seconds; None where it is none that sops reads, which wants it in quotes."""
    found = file.sops.get("lastmodified")
    if not isinstance(found, str) or not _TIME.fullmatch(found):
        return None
    try:
        return datetime.fromisoformat(found).timestamp()
    except ValueError:
        return None


def time(subject: Subject) -> Iterator[Finding]:
    said = text(subject.file.sops.get("lastmodified"))
    at = modified(subject.file)
    path = ("sops", "lastmodified")
    if not said:
        message = "lastmodified is missing; the MAC cannot be verified without it"
        yield subject.fault("missing-lastmodified", message, path, subject.restored)
    elif at is None:
        message = f'lastmodified is {said}, expected a text like "2026-01-31T12:00:00Z", with the quotes'
        yield subject.fault("malformed-lastmodified", message, path, subject.restored)
    elif at > subject.now + _TOLERANCE:
        message = f"the last change is of {said}, which is yet to come: a clock is wrong"
        hint = f"set the clock of this computer; if it is right, {subject.rotated}"
        yield subject.fault("future-lastmodified", message, path, hint)


def age(subject: Subject) -> Iterator[Finding]:
    limit = subject.rule.max_age if subject.rule else 0
    at = modified(subject.file)
    if limit and at is not None and subject.now > at + limit:
        said = text(subject.file.sops.get("lastmodified"))
        message = f"no value was changed since {said[:10]}, and the platform wants new ones after {long(limit)}"
        hint = f"change the values at their source, then {subject.set('KEY')}"
        yield subject.fault("old-secret", message, ("sops", "lastmodified"), hint, "warning")


def too_old(subject: Subject, key: str, since: int, limit: int) -> Finding:
    """Of one value, made at `since` and wanted anew after `limit` seconds."""
    path = next(leaf for leaf in subject.file.leaves if leaf[1] == key)
    message = (
        f"the value is of {datetime.fromtimestamp(since, UTC):%Y-%m-%d}, and a new one is wanted after {long(limit)}"
    )
    hint = f"change it at its source, then {subject.set(key)}"
    return subject.fault("old-value", message, path, hint, "warning")


def until(file: SecretFile, rule: Rule | None, now: int) -> int:
    """The time after which the findings are other ones although the file is the same; 0 where there is none."""
    at = modified(file)
    if at is None:
        return 0
    if at > now + _TOLERANCE:
        return int(at) - _TOLERANCE
    end = int(at) + rule.max_age if rule and rule.max_age else 0
    return end if end >= now else 0


def long(seconds: int) -> str:
    return f"{seconds // _DAY} days" if seconds >= 2 * _DAY else f"{seconds // 3600} hours"
