"""Capabilities that are as good as root on the node: https://man7.org/linux/man-pages/man7/capabilities.7.html"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import as_map

RULE = "dangerous-capability"
COVERED_BY = "baseline"
_DANGEROUS = frozenset(
    "ALL BPF DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE NET_ADMIN PERFMON SYS_ADMIN SYS_BOOT SYS_MODULE SYS_PTRACE "
    "SYS_RAWIO SYSLOG".split()
)


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        added = as_map(container.security.get("capabilities")).get("add")
        for position, name in enumerate(added if isinstance(added, list) else ()):
            if str(name).removeprefix("CAP_") in _DANGEROUS:
                place = (*container.path, "securityContext", "capabilities", "add", position)
                yield Wrong(RULE, f"container {container.name} has the capability {name}", "remove it", place)
