"""A /proc that hides nothing of the node: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#proc-mount"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "unmasked-proc"
COVERED_BY = "baseline"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        if container.security.get("procMount") == "Unmasked":
            place = (*container.path, "securityContext", "procMount")
            yield Wrong(RULE, f"container {container.name} sees all of /proc", "remove `procMount`", place)
