"""Ports of the node that a container takes: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.resources.references.maps import maps

RULE = "pod-security-host-ports"
LEVEL = "baseline"
SINCE = (1, 0)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for container in pod.containers:
        for position, port in maps(container.value.get("ports")):
            if port.get("hostPort"):
                place = (*container.path, "ports", position, "hostPort")
                message = f"container {container.name} takes port {port['hostPort']} of its node"
                yield Wrong(RULE, message, "remove `hostPort`, and reach it through a Service", place)
