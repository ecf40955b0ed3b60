"""A role that reads Secrets: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import ROLES, grants, has
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "access-to-secrets"
KINDS = ROLES


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in grants(manifest):
        named = rule.get("resourceNames") and not has(rule, "verbs", ("list", "watch"))
        reads = has(rule, "verbs", ("get", "list", "watch")) and has(rule, "resources", ("secrets",))
        if reads and has(rule, "apiGroups", ("",)) and not named:
            message = "the role reads all Secrets"
            yield Wrong(RULE, message, "name them in `resourceNames`, with the verb get", ("rules", position))
