"""Containers that can change their own programs: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "writable-root-filesystem"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        if container.security.get("readOnlyRootFilesystem") is not True:
            message = f"container {container.name} can write to its root file system"
            hint = "set `readOnlyRootFilesystem: true`, and mount an emptyDir where it has to write"
            yield Wrong(RULE, message, hint, (*container.path, "securityContext", "readOnlyRootFilesystem"))
