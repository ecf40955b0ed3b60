"""Kernel parameters that are not a pod's own: https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.sysctls import ALLOWED
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "unsafe-sysctl"
COVERED_BY = "baseline"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for position, item in maps(pod.security.get("sysctls")):
        if str(item.get("name")) not in ALLOWED:
            message = f"the kernel parameter {item.get('name')} is not the pod's own"
            hint = "remove it; nodes refuse the pod unless they allow it"
            yield Wrong(RULE, message, hint, pod.at("securityContext", "sysctls", position, "name"))
