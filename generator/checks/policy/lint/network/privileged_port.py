"""Ports that only root may open: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "privileged-port"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        for position, port in maps(container.value.get("ports")):
            number = port.get("containerPort")
            if type(number) is int and 0 < number < 1024:
                message = f"container {container.name} listens on {number}, which may take rights to open"
                hint = "listen on a port above 1023; the Service can have the number"
                yield Wrong(RULE, message, hint, (*container.path, "ports", position, "containerPort"))
