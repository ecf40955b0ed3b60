"""Containers that are logged into: https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "ssh-port"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        for position, port in maps(container.value.get("ports")):
            if port.get("containerPort") == 22 and port.get("protocol", "TCP") == "TCP":
                message = f"container {container.name} offers ssh"
                place = (*container.path, "ports", position, "containerPort")
                yield Wrong(RULE, message, "remove it; `kubectl exec` and `kubectl debug` need no port", place)
