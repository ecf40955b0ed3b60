"""A role with which its holder gets any other: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.access.grants import ROLES, grants, has
from generator.checks.policy.pods import texts
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "escalating-role"
KINDS = ROLES
_RISKS = {
    "escalate": ("roles", "clusterroles"),
    "bind": ("roles", "clusterroles"),
    "impersonate": ("users", "groups", "serviceaccounts"),
}


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    for position, rule in grants(manifest):
        for verb, resources in _RISKS.items():
            if verb in texts(rule.get("verbs")) and has(rule, "resources", resources):
                message = f"whoever may {verb} can get every other right"
                yield Wrong(RULE, message, f"remove `{verb}`", ("rules", position, "verbs"))
