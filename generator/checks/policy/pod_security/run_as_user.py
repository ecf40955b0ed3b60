"""Containers that are told to run as root: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import contexts, has_own_users
from generator.checks.policy.pods import Pod

RULE = "pod-security-run-as-user"
LEVEL = "restricted"
SINCE = (1, 23)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    if has_own_users(pod, minor):
        return
    for who, path, security in contexts(pod):
        user = security.get("runAsUser")
        if user == 0 and user is not False:
            yield Wrong(RULE, f"{who} runs as root", "set another `runAsUser`", (*path, "runAsUser"))
