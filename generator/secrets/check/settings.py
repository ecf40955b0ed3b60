"""What sops says of itself in a file -> where its settings are not those of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.secrets.check.subject import Subject, text
from generator.secrets.sops_config import ENCRYPTED_REGEX
from generator.tools.pins import PINS

_OTHER_SELECTIONS = (
    "unencrypted_suffix",
    "encrypted_suffix",
    "unencrypted_regex",
    "unencrypted_comment_regex",
    "encrypted_comment_regex",
)
"""https://getsops.io/docs/#encrypting-only-parts-of-a-file"""

_VERSION = re.compile(r"(\d+)\.(\d+)\.\d+(?:[-+][-+.0-9A-Za-z]*)?")
_OLDEST = (3, 7)
"""The first that knows age (https://github.com/getsops/sops/releases/tag/v3.7.0)."""

_NEWEST = int(PINS["sops"].version.split(".")[0])


def selection(subject: Subject) -> Iterator[Finding]:
    sops = subject.file.sops
    if sops.get("encrypted_regex") != ENCRYPTED_REGEX:
        message = f"encrypted_regex is {_said(sops.get('encrypted_regex'))}, expected {ENCRYPTED_REGEX}"
        yield subject.fault("wrong-encrypted-regex", message, ("sops", "encrypted_regex"), subject.rotated)
    for name in _OTHER_SELECTIONS:
        if name in sops:
            message = f"{name} is set, and only encrypted_regex should say what is encrypted"
            yield subject.fault("wrong-selection", message, ("sops", name), subject.rotated)


def mac_scope(subject: Subject) -> Iterator[Finding]:
    found = subject.file.sops.get("mac_only_encrypted")
    if found is not True:
        message = f"mac_only_encrypted is {_said(found)}, expected true: after kustomize the MAC would not hold"
        yield subject.fault("wrong-mac-scope", message, ("sops", "mac_only_encrypted"), subject.rotated)


def version(subject: Subject) -> Iterator[Finding]:
    said = text(subject.file.sops.get("version"))
    match = _VERSION.fullmatch(said)
    if not match:
        message = f"{_said(said)} is no version of sops"
        yield subject.fault("malformed-sops-version", message, ("sops", "version"), subject.restored)
    elif (int(match[1]), int(match[2])) < _OLDEST:
        message = f"sops {said} wrote it, and that did not know age; expected 3.7 or newer"
        yield subject.fault("old-sops-version", message, ("sops", "version"), subject.rotated)
    elif int(match[1]) > _NEWEST:
        message = f"sops {said} wrote it, and here is {PINS['sops'].version}: it may not be read as it was meant"
        yield subject.fault("new-sops-version", message, ("sops", "version"), subject.rotated)


def _said(value: object) -> str:
    return {None: "not set", True: "true", False: "false"}.get(value) or f'"{text(value)}"'  # type: ignore[call-overload]
