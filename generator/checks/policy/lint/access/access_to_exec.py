"""A role that gets into running pods: https://kubernetes.io/docs/concepts/security/rbac-good-practices/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import ROLES, grants, has
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "access-to-exec"
KINDS = ROLES
_INTO = ("pods/exec", "pods/attach", "pods/ephemeralcontainers", "pods/portforward", "nodes/proxy")


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in grants(manifest):
        if has(rule, "verbs", ("create", "get", "update", "patch")) and has(rule, "resources", _INTO):
            message = "the role gets into running pods"
            yield Wrong(RULE, message, "give it for the time in which it is needed", ("rules", position, "resources"))
