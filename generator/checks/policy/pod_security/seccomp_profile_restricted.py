"""A filter of system calls that has to be there: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security import seccomp_profile_baseline
from generator.checks.policy.pod_security.contexts import is_windows
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-seccomp-profile-restricted"
LEVEL = "restricted"
SINCE = (1, 19)
INSTEAD_OF = (seccomp_profile_baseline.RULE,)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    if is_windows(pod, minor):
        return
    yield from seccomp_profile_baseline.fields(pod, RULE)
    if as_map(pod.security.get("seccompProfile")).get("type") in seccomp_profile_baseline.ALLOWED:
        return
    for container in pod.containers:
        if container.security.get("seccompProfile") is None:
            hint = "set `securityContext.seccompProfile.type` of the pod to RuntimeDefault"
            place = (*container.path, "securityContext", "seccompProfile")
            yield Wrong(RULE, f"container {container.name} has no seccomp profile", hint, place)
