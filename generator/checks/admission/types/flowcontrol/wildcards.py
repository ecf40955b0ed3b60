"""Lists in which `*` stands for everything, and then for itself alone."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, conflict, unsupported
from generator.json_types import JsonMap

VERBS = ("get", "list", "create", "update", "delete", "deletecollection", "patch", "watch", "proxy")


def alone(rule: JsonMap, *fields: str) -> Iterator[Wrong]:
    for field in fields:
        own = rule.get(field) or ()
        if "*" in own and len(own) > 1:
            yield conflict("* stands for all the others", "remove the others, or *").below(field)


def verbs(rule: JsonMap) -> Iterator[Wrong]:
    own = rule.get("verbs") or ()
    for position, verb in enumerate(own):
        if "*" not in own and verb not in VERBS:
            yield unsupported(verb, VERBS).below("verbs", position)
