"""A role for everything, also for what there will be: https://kubernetes.io/docs/concepts/security/rbac-good-practices/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import ROLES, grants
from generator.checks.policy.pods import texts
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "wildcard-in-role"
KINDS = ROLES


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in grants(manifest):
        fields = ("resources", "apiGroups") if _are_somebodys(rule) else ("verbs", "resources", "apiGroups")
        for field in fields:
            if "*" in texts(rule.get(field)):
                message = f"the rule holds for all {field}, also for those that there will be"
                yield Wrong(RULE, message, "name them", ("rules", position, field))


def _are_somebodys(rule: JsonMap) -> bool:
    """Whether it is about custom resources only, which their operator may do everything with."""
    groups = texts(rule.get("apiGroups"))
    return bool(groups) and all("." in group and not group.endswith(".k8s.io") for group in groups)
