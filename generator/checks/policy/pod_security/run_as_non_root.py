"""Containers that may run as root: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import contexts, has_own_users
from generator.checks.policy.pods import Pod

RULE = "pod-security-run-as-non-root"
LEVEL = "restricted"
SINCE = (1, 0)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    if has_own_users(pod, minor):
        return
    for who, path, security in contexts(pod):
        if security.get("runAsNonRoot") is False:
            yield Wrong(RULE, f"{who} may run as root", "set `runAsNonRoot: true`", (*path, "runAsNonRoot"))
    if pod.security.get("runAsNonRoot") is True:
        return
    for container in pod.containers:
        if container.security.get("runAsNonRoot") is None:
            place = (*container.path, "securityContext", "runAsNonRoot")
            hint = "set `securityContext.runAsNonRoot: true` of the pod"
            yield Wrong(RULE, f"container {container.name} may run as root", hint, place)
