"""Processes that can get more rights than their parent: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "privilege-escalation"
COVERED_BY = "restricted"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        if container.security.get("allowPrivilegeEscalation") is not False:
            message = f"container {container.name} lets its processes get more rights than they begin with"
            hint = "set `securityContext.allowPrivilegeEscalation: false`"
            yield Wrong(RULE, message, hint, (*container.path, "securityContext", "allowPrivilegeEscalation"))
