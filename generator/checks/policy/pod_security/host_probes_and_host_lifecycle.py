"""Probes and hooks that ask another host: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-host-probes-and-host-lifecycle"
LEVEL = "baseline"
SINCE = (1, 34)
_HANDLERS = (
    *(("livenessProbe",), ("readinessProbe",), ("startupProbe",)),
    *(("lifecycle", "postStart"), ("lifecycle", "preStop")),
)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for container in pod.containers:
        for steps in _HANDLERS:
            handler = container.value
            for step in steps:
                handler = as_map(handler.get(step))
            for action in ("httpGet", "tcpSocket"):
                if host := as_map(handler.get(action)).get("host"):
                    place = (*container.path, *steps, action, "host")
                    message = f"{steps[-1]} of container {container.name} makes its node ask {host}"
                    yield Wrong(RULE, message, "remove `host`: the pod itself is asked", place)
