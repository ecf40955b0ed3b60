"""The recipients of a file against those of its creation rule, by the names that the platform file gives them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.json_types import Json, Path
from generator.secrets.check import recipient_words as words
from generator.secrets.check.recipient_words import Recipient
from generator.secrets.check.subject import Subject

_ARMOR = ("-----BEGIN AGE ENCRYPTED FILE-----\n", "-----END AGE ENCRYPTED FILE-----")
_ALIGNED = "`kubecatalog secrets recipients` brings it in line"
_SHOWN = 12
"""So many characters of an age key tell it from others."""


def recipients(subject: Subject) -> Iterator[Finding]:
    found = words.of_file(subject.file.sops)
    if not any(found):
        yield subject.fault("missing-recipients", "it is encrypted for nobody", ("sops",), subject.restored)
    elif subject.rule:
        yield from _compared(subject, found, words.of_rule(subject.rule))


def _compared(subject: Subject, found: list[dict[Recipient, Path]], wanted: list[set[Recipient]]) -> Iterator[Finding]:
    if len(found) != len(wanted):
        message = f"it is encrypted for {_groups(len(found))}, and the rule names {_groups(len(wanted))}"
        yield subject.fault("wrong-key-groups", message, ("sops", "key_groups"), _ALIGNED)
        return
    for own, expected in zip(found, wanted, strict=True):
        if own.keys() != expected:
            yield from _differing(subject, own, expected)
    threshold = subject.file.sops.get("shamir_threshold")
    needed = subject.rule.others.get("shamir_threshold", len(wanted)) if subject.rule else threshold
    if len(wanted) > 1 and threshold != needed:
        message = f"{threshold or 'no'} of its {len(wanted)} key groups can decrypt it, and the rule says {needed}"
        yield subject.fault("wrong-shamir-threshold", message, ("sops", "shamir_threshold"), subject.rotated)


def _differing(subject: Subject, own: dict[Recipient, Path], expected: set[Recipient]) -> Iterator[Finding]:
    missing = sorted(_shown(subject, recipient) for recipient in expected - own.keys())
    if missing:
        message = f"it is not encrypted for {', '.join(missing)}"
        path = next(iter(own.values()), ("sops",))[:-1] or ("sops",)
        yield subject.fault("missing-recipient", message, path, _ALIGNED)
    for recipient, path in own.items():
        if recipient not in expected:
            message = f"{_shown(subject, recipient)} can decrypt it and is not among the recipients of its rule"
            hint = f"{_ALIGNED}; or name its owner in the platform file"
            yield subject.fault("extra-recipient", message, path, hint)


def damaged(subject: Subject) -> Iterator[Finding]:
    """Entries whose data key was cut off; what it is can be told only of those of age."""
    for entry, path in words.entries(subject.file.sops, "age"):
        enc = entry.get("enc")
        if not (isinstance(enc, str) and enc.startswith(_ARMOR[0]) and enc.rstrip().endswith(_ARMOR[1])):
            who = _shown(subject, ("age", str(entry.get("recipient", ""))))
            message = f"the data key for {who} is damaged"
            yield subject.fault("malformed-recipient", message, path, subject.restored)


def _shown(subject: Subject, recipient: Recipient) -> str:
    kind, name = recipient
    if kind != "age":
        return f"{kind} {name}"
    who = subject.rule.age.get(name) if subject.rule else None
    return f"{who} ({name[:_SHOWN]})" if who else f"{name[:_SHOWN] or 'an age key without a name'}"


def _groups(count: Json) -> str:
    return "1 key group" if count == 1 else f"{count} key groups"
