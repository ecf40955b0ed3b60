"""A role that starts pods, with all that pods can reach: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import ROLES, grants, has
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "access-to-create-pods"
KINDS = ROLES
_RUNNING = (
    *("pods", "deployments", "statefulsets", "daemonsets", "replicasets", "replicationcontrollers"),
    *("jobs", "cronjobs"),
)


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in grants(manifest):
        if has(rule, "verbs", ("create",)) and has(rule, "resources", _RUNNING):
            message = "whoever starts pods has every Secret and ServiceAccount of their namespace"
            yield Wrong(RULE, message, "remove `create`", ("rules", position, "verbs"))
