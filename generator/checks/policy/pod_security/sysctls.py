"""Kernel parameters that are not a pod's own: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.resources.references.maps import maps

RULE = "pod-security-sysctls"
LEVEL = "baseline"
SINCE = (1, 0)
ALLOWED: Mapping[str, tuple[int, int]] = {
    "kernel.shm_rmid_forced": (1, 0),
    "net.ipv4.ip_local_port_range": (1, 0),
    "net.ipv4.tcp_syncookies": (1, 0),
    "net.ipv4.ping_group_range": (1, 0),
    "net.ipv4.ip_unprivileged_port_start": (1, 0),
    "net.ipv4.ip_local_reserved_ports": (1, 27),
    "net.ipv4.tcp_keepalive_time": (1, 29),
    "net.ipv4.tcp_fin_timeout": (1, 29),
    "net.ipv4.tcp_keepalive_intvl": (1, 29),
    "net.ipv4.tcp_keepalive_probes": (1, 29),
    "net.ipv4.tcp_rmem": (1, 32),
    "net.ipv4.tcp_wmem": (1, 32),
    "net.ipv4.tcp_slow_start_after_idle": (1, 37),
    "net.ipv4.tcp_notsent_lowat": (1, 37),
}
"""Those that touch nothing but the pod, by the version that allows them."""
_NEVER = (99999, 0)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for position, item in maps(pod.security.get("sysctls")):
        name = str(item.get("name") or "")
        since = ALLOWED.get(name, _NEVER)
        if minor < since:
            later = f"Kubernetes {since[0]}.{since[1]} allows it" if since != _NEVER else "remove it"
            place = pod.at("securityContext", "sysctls", position, "name")
            yield Wrong(RULE, f"the pod sets the kernel parameter {name}", later, place)
