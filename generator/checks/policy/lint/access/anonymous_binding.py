"""A role for those whom nobody knows: https://kubernetes.io/docs/concepts/security/rbac-good-practices/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import BINDINGS
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap
from generator.resources.references.maps import maps

RULE = "anonymous-binding"
KINDS = BINDINGS
_EVERYBODY = ("system:anonymous", "system:unauthenticated", "system:authenticated")


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, subject in maps(manifest.get("subjects")):
        if subject.get("name") in _EVERYBODY and subject.get("kind") != "ServiceAccount":
            message = f"everybody in {subject['name']} gets the role"
            yield Wrong(RULE, message, "name users, groups or accounts", ("subjects", position, "name"))
