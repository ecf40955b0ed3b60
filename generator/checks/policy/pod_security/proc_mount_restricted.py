"""The same with users of its own: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security import proc_mount
from generator.checks.policy.pods import Pod

RULE = "pod-security-proc-mount-restricted"
LEVEL = "restricted"
SINCE = (1, 35)
INSTEAD_OF = (proc_mount.RULE,)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    yield from proc_mount.unmasked(pod, RULE, "remove `procMount`; `hostUsers: false` is not enough here")
