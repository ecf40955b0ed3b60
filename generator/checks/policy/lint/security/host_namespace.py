"""Namespaces of the node that a pod shares: https://kubernetes.io/docs/concepts/security/pod-security-standards/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "host-namespace"
COVERED_BY = "baseline"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.spec.get(field) is True:
            hint = f"remove `{field}` unless the pod administrates its node"
            yield Wrong(RULE, f"`{field}` shares a namespace of the node", hint, pod.at(field))
