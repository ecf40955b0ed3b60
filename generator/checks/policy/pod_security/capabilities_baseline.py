"""Capabilities beyond those that containers have anyway: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.json_types import as_map

RULE = "pod-security-capabilities-baseline"
LEVEL = "baseline"
SINCE = (1, 0)
_ALLOWED = frozenset(
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID "
    "SYS_CHROOT".split()
)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for container in pod.containers:
        added = as_map(container.security.get("capabilities")).get("add")
        for position, name in enumerate(added if isinstance(added, list) else ()):
            if name not in _ALLOWED:
                place = (*container.path, "securityContext", "capabilities", "add", position)
                hint = f"remove it; allowed are {', '.join(sorted(_ALLOWED))}"
                yield Wrong(RULE, f"container {container.name} adds the capability {name}", hint, place)
