"""System calls without a filter: https://kubernetes.io/docs/tutorials/security/seccomp/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import as_map

RULE = "missing-seccomp-profile"
COVERED_BY = "restricted"
_FILTERS = ("RuntimeDefault", "Localhost")


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        profile = as_map(container.security.get("seccompProfile") or pod.security.get("seccompProfile"))
        if profile.get("type") not in _FILTERS:
            hint = "set `securityContext.seccompProfile.type` of the pod to RuntimeDefault"
            place = (*container.path, "securityContext", "seccompProfile")
            yield Wrong(RULE, f"container {container.name} may ask the kernel for anything", hint, place)
