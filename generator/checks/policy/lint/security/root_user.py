"""Containers that may run as root: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap

RULE = "root-user"
COVERED_BY = "restricted"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    if pod.spec.get("hostUsers") is False:
        return  # its root is nobody on the node
    for container in pod.containers:
        if not _is_somebody({**pod.security, **container.security}):
            message = f"container {container.name} may run as root"
            hint = "set `runAsNonRoot: true`, or a `runAsUser` other than 0"
            yield Wrong(RULE, message, hint, (*container.path, "securityContext", "runAsNonRoot"))


def _is_somebody(security: JsonMap) -> bool:
    """A container's own fields stand above those of its pod."""
    user = security.get("runAsUser")
    return bool(user) or (security.get("runAsNonRoot") is True and user is None)
