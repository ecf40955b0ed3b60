"""Capabilities that are not dropped, or added: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security import capabilities_baseline
from generator.checks.policy.pod_security.contexts import is_windows
from generator.checks.policy.pods import Pod, texts
from generator.json_types import as_map

RULE = "pod-security-capabilities-restricted"
LEVEL = "restricted"
SINCE = (1, 22)
INSTEAD_OF = (capabilities_baseline.RULE,)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    if is_windows(pod, minor):
        return
    for container in pod.containers:
        place = (*container.path, "securityContext", "capabilities")
        capabilities = as_map(container.security.get("capabilities"))
        if "ALL" not in texts(capabilities.get("drop")):
            message = f"container {container.name} keeps capabilities"
            yield Wrong(RULE, message, "set `securityContext.capabilities.drop: [ALL]`", (*place, "drop"))
        for position, name in enumerate(texts(capabilities.get("add"))):
            if name != "NET_BIND_SERVICE":
                message = f"container {container.name} adds the capability {name}"
                yield Wrong(RULE, message, "remove it; only NET_BIND_SERVICE is allowed", (*place, "add", position))
