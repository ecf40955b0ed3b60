"""A container with all rights on its node: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod

RULE = "pod-security-privileged"
LEVEL = "baseline"
SINCE = (1, 0)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for container in pod.containers:
        if container.security.get("privileged") is True:
            place = (*container.path, "securityContext", "privileged")
            yield Wrong(RULE, f"container {container.name} is privileged", "remove `privileged`", place)
