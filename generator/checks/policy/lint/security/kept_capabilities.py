"""Capabilities that a container has and does not need: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod, texts
from generator.checks.policy.settings import Settings
from generator.json_types import as_map

RULE = "kept-capabilities"
COVERED_BY = "restricted"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        dropped = as_map(container.security.get("capabilities")).get("drop")
        if not {"ALL", "all", "NET_RAW", "CAP_NET_RAW"}.intersection(texts(dropped)):
            message = f"container {container.name} keeps capabilities, NET_RAW among them"
            hint = "set `securityContext.capabilities.drop: [ALL]`"
            yield Wrong(RULE, message, hint, (*container.path, "securityContext", "capabilities", "drop"))
