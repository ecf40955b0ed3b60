"""An object that goes while the same comes under another name: it is created anew, and the old one is deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from generator.checks.subject import Subject
from generator.checks.update.pairs import Key
from generator.checks.update.sets import Sets
from generator.problems import Problem

Signature: TypeAlias = tuple[str, str, str, str]

_LOSES = {
    ("", "PersistentVolumeClaim"): "the new claim gets an empty volume",
    ("", "Service"): "clients that know the old name find nothing, and the new one gets another address",
    ("apps", "StatefulSet"): "its pods get new names and empty volumes",
}
_KINDS = frozenset(
    {
        *_LOSES,
        *(("apps", kind) for kind in ("DaemonSet", "Deployment")),
        ("batch", "CronJob"),
        ("networking.k8s.io", "Ingress"),
    }
)
"""Not ConfigMaps and Secrets: a new name for new content is what makes pods roll."""


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    added: dict[Signature, Subject] = {}
    for found, subject in sets.added():
        if found[:2] in _KINDS:
            added.update(dict.fromkeys(_signatures(found, subject), subject))
    for found, subject in sets.gone() if added else ():
        if found[:2] not in _KINDS:
            continue
        new = next((added[signature] for signature in _signatures(found, subject) if signature in added), None)
        if new is not None:
            loses = _LOSES.get((found[0], found[1]), "what the old one does ends before the new one does it")
            message = f"it is {found[3]} under another name: one is created, the other deleted, and {loses}"
            hint = "keep the name; or have both for a while, and remove the old one when the new one does its work"
            yield new, Problem("renamed-object", "metadata.name", message, hint)


def _signatures(found: Key, subject: Subject) -> Iterator[Signature]:
    """What two objects of different names have in common if they are the same otherwise.

    Labels and the like may have the name in them, or may stay what they were.
    """
    group, kind, namespace, name = found
    rest = {key: value for key, value in subject.manifest.items() if key != "metadata"}
    text = json.dumps(rest, sort_keys=True, default=str)
    yield group, kind, namespace, text
    yield group, kind, namespace, text.replace(json.dumps(name)[1:-1], "\0")
