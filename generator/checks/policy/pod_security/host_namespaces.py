"""Namespaces of the node that a pod shares: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod

RULE = "pod-security-host-namespaces"
LEVEL = "baseline"
SINCE = (1, 0)
_SHARED = {"hostNetwork": "network", "hostPID": "processes", "hostIPC": "memory"}


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for field, what in _SHARED.items():
        if pod.spec.get(field) is True:
            yield Wrong(RULE, f"the pod shares its node's {what}", f"remove `{field}`", pod.at(field))
