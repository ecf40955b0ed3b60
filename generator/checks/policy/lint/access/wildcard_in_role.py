"""A role for everything, also for what there will be: https://kubernetes.io/docs/concepts/security/rbac-good-practices/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import ROLES, grants
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "wildcard-in-role"
KINDS = ROLES


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in grants(manifest):
        for field in ("verbs", "resources", "apiGroups"):
            if "*" in (rule.get(field) or ()):
                message = f"the rule holds for all {field}, also for those that there will be"
                yield Wrong(RULE, message, "name them", ("rules", position, field))
