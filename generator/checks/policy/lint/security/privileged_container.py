"""A container with all rights on its node: https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/#privileged-containers"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "privileged-container"
COVERED_BY = "baseline"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        if container.security.get("privileged") is True:
            message = f"container {container.name} has all rights on its node"
            hint = "remove `privileged`, and add the capabilities that it needs"
            yield Wrong(RULE, message, hint, (*container.path, "securityContext", "privileged"))
