"""A port of the node that a container takes: https://kubernetes.io/docs/concepts/configuration/overview/#services"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "host-port"
COVERED_BY = "baseline"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers if pod.spec.get("hostNetwork") is not True else ():
        for position, port in maps(container.value.get("ports")):
            if port.get("hostPort"):
                message = f"container {container.name} takes port {port['hostPort']} of its node"
                hint = "remove `hostPort`, and reach the pod through a Service"
                yield Wrong(RULE, message, hint, (*container.path, "ports", position, "hostPort"))
