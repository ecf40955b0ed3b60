"""Processes that can get more rights than their parent: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import is_windows
from generator.checks.policy.pods import Pod

RULE = "pod-security-allow-privilege-escalation"
LEVEL = "restricted"
SINCE = (1, 8)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    if is_windows(pod, minor):
        return
    for container in pod.containers:
        if container.security.get("allowPrivilegeEscalation") is not False:
            place = (*container.path, "securityContext", "allowPrivilegeEscalation")
            message = f"container {container.name} lets its processes get more rights"
            yield Wrong(RULE, message, "set `securityContext.allowPrivilegeEscalation: false`", place)
