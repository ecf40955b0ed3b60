"""The values of a Secret, one by one -> which of them are not ciphertext as sops writes it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.json_types import Json, Path
from generator.secrets.check.envelope import CIPHERTEXT_START
from generator.secrets.check.subject import Subject
from generator.secrets.file import CIPHERTEXT, SECTIONS


def values(subject: Subject) -> Iterator[Finding]:
    for path, value in subject.file.leaves.items():
        match = CIPHERTEXT.fullmatch(value) if isinstance(value, str) else None
        if not match or match["type"] != "str" or len(match["data"]) % 4:
            yield from _faults(subject, path, value)


def sections(subject: Subject) -> Iterator[Finding]:
    for name in SECTIONS:
        section = (subject.file.document or {}).get(name)
        if section is not None and not isinstance(section, dict):
            message = f"expected keys and their values under {name}, found {_kind(section)}"
            yield subject.fault("malformed-section", message, (name,), subject.restored)


def _faults(subject: Subject, path: Path, value: Json) -> Iterator[Finding]:
    key = str(path[1])
    if value is None or value == "":
        message = f"the value of {key} is empty, and sops leaves it so"
        yield subject.fault("empty-secret-value", message, path, _set(subject, key), "warning")
    elif isinstance(value, str) and value.startswith(CIPHERTEXT_START):
        yield _malformed(subject, key, path, value)
    elif isinstance(value, (dict, list)):
        yield from _nested(subject, key, path, value)
    else:
        yield _plaintext(subject, key, path)


def _malformed(subject: Subject, key: str, path: Path, value: str) -> Finding:
    match = CIPHERTEXT.fullmatch(value)
    if match and match["type"] != "str":
        message = f"the value of {key} was encrypted as {match['type']}, and a Secret holds only text"
        return subject.fault("malformed-ciphertext", message, path, _set(subject, key))
    message = f"the ciphertext of {key} is damaged: sops writes data, an iv of 32 bytes, a tag of 16 and a type"
    return subject.fault("malformed-ciphertext", message, path, subject.restored)


def _nested(subject: Subject, key: str, path: Path, value: Json) -> Iterator[Finding]:
    plain = list(_plain(value, path))
    for place in plain:
        yield _plaintext(subject, key, place)
    if not plain:
        message = f"the value of {key} is {_kind(value)}, and a Secret holds only text"
        yield subject.fault("nested-value", message, path, _set(subject, key))


def _plain(value: Json, path: Path) -> Iterator[Path]:
    if isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for step, item in items:
            yield from _plain(item, (*path, step))
    elif value not in (None, "") and not (isinstance(value, str) and CIPHERTEXT.fullmatch(value)):
        yield path


def _plaintext(subject: Subject, key: str, path: Path) -> Finding:
    message = f"the value of {key} is not encrypted"
    hint = f"take it to be known: remove it here, change it at its source, then {subject.set(key)}"
    return subject.fault("plaintext-value", message, path, hint)


def _set(subject: Subject, key: str) -> str:
    return f"give it a value: {subject.set(key)}"


def _kind(value: Json) -> str:
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list) else "a single value"
