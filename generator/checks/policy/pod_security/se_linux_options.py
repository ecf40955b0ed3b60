"""SELinux types other than those of containers: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security.contexts import contexts
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-se-linux-options"
LEVEL = "baseline"
SINCE = (1, 0)
_TYPES = {
    (1, 0): frozenset({"container_t", "container_init_t", "container_kvm_t"}),
    (1, 31): frozenset({"container_t", "container_init_t", "container_kvm_t", "container_engine_t"}),
}


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    allowed = _TYPES[max(since for since in _TYPES if since <= minor)]
    for who, path, security in contexts(pod):
        options = as_map(security.get("seLinuxOptions"))
        kind = options.get("type")
        if kind and str(kind) not in allowed:
            hint = f"use one of {', '.join(sorted(allowed))}, or leave it out"
            yield Wrong(RULE, f"{who} sets the SELinux type {kind}", hint, (*path, "seLinuxOptions", "type"))
        for field in ("user", "role"):
            if options.get(field):
                yield Wrong(RULE, f"{who} sets an SELinux {field}", "remove it", (*path, "seLinuxOptions", field))
