"""A document -> what in it is not as in an encrypted Secret, apart from its values and what sops says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.json_types import Json, Path
from generator.secrets.check.subject import Subject, text
from generator.secrets.file import FOLDER, SECTIONS, SUFFIX, place_of

CIPHERTEXT_START = "ENC[AES256_GCM,"

LAST = {"lastmodified", "mac", "version"}
"""What sops writes near the end of a file, and reads none without."""

_CLEAR = ("apiVersion", "kind", "metadata", "type", "immutable")
_KNOWN = frozenset((*_CLEAR, *SECTIONS, "sops"))
_HEAD = (("apiVersion", "v1"), ("kind", "Secret"))
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def misplaced(subject: Subject) -> Iterator[Finding]:
    if subject.place and subject.rule:
        return
    place = place_of(subject.file.path)
    if place:
        message = f'no rule reaches it: the environment "{place.environment}" names no recipients'
        hint = f"move it to another folder of {FOLDER}/, or add the environment's `secrets` to the platform file"
    else:
        message = f"no rule reaches it: expected a path like {FOLDER}/ENV/SERVICE{SUFFIX}"
        hint = "move it there: sops would encrypt it for nobody, or not at all"
    yield subject.fault("misplaced-secret", message, (), hint)


def not_a_secret(subject: Subject) -> Iterator[Finding]:
    document = subject.file.document or {}
    for field, expected in _HEAD:
        found = document.get(field)
        if found != expected and not _is_encrypted(found):
            said = f'it is "{text(found)}"' if found is not None else "there is none"
            message = f'the field {field} of a Secret is "{expected}"; here {said}'
            yield subject.fault("not-a-secret", message, (field,), f"write `{field}: {expected}`")


def unknown_field(subject: Subject) -> Iterator[Finding]:
    """Such as `stringdata`: what is in it is not what the rules of sops encrypt."""
    for field in subject.file.document or ():
        if field not in _KNOWN:
            message = f'a Secret has no field "{field}", and sops encrypts nothing in it'
            hint = f"if it holds values, take them to be known: `kubecatalog secrets set {subject.target} KEY`"
            yield subject.fault("unknown-secret-field", message, (field,), hint)


def encrypted_field(subject: Subject) -> Iterator[Finding]:
    document = subject.file.document or {}
    for field in _CLEAR:
        for path in _encrypted(document.get(field), (field,)):
            message = "only values are encrypted: neither kustomize nor the cluster can read this field"
            hint = f"decrypt it and {subject.rotated}"
            yield subject.fault("encrypted-field", message, path, hint)


def _encrypted(value: Json, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _encrypted(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _encrypted(item, (*path, index))
    elif _is_encrypted(value):
        yield path


def _is_encrypted(value: Json) -> bool:
    return isinstance(value, str) and value.startswith(CIPHERTEXT_START)


def last_applied(subject: Subject) -> Iterator[Finding]:
    annotations = subject.file.metadata.get("annotations")
    if isinstance(annotations, dict) and _LAST_APPLIED in annotations:
        message = "kubectl keeps the whole Secret in this annotation, and sops leaves it as it is"
        hint = "remove it, and take all values to be known"
        yield subject.fault("plaintext-annotation", message, ("metadata", "annotations", _LAST_APPLIED), hint)


def not_encrypted(subject: Subject) -> Iterator[Finding]:
    """Of a document without what sops adds."""
    leaves = subject.file.leaves.values()
    if leaves and all(isinstance(item, str) and (not item or _is_encrypted(item)) for item in leaves):
        message = "the file was cut off: its values are encrypted, and the part `sops` is missing"
        yield subject.fault("truncated-secret", message, (), subject.restored)
        return
    message = "the Secret is not encrypted"
    hint = "take its values to be known if it was ever committed; `kubecatalog secrets import` encrypts them"
    yield subject.fault("plaintext-secret", message, ("kind",), hint)


def cut_off(subject: Subject) -> Iterator[Finding]:
    """Of a document with a part `sops` that lacks some of `LAST`."""
    lacking = sorted(LAST - subject.file.sops.keys())
    message = f"the part `sops` has no {' and no '.join(lacking)}: the file was cut off, or somebody removed that"
    yield subject.fault("truncated-secret", message, ("sops",), subject.restored)
