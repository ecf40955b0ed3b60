"""Paths of the node that let a pod take it over: https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.security.host_paths import host_paths
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "sensitive-host-path"
COVERED_BY = "baseline"
_SENSITIVE = tuple(
    "/boot /dev /etc /lib /proc /root /sys /usr /home /var/lib/docker /var/lib/containerd /var/lib/kubelet "
    "/var/lib/etcd /var/run /run".split()
)


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for position, name, path in host_paths(pod):
        if path == "/" or path in _SENSITIVE or (path.startswith(("/etc/", "/proc/", "/sys/", "/root/", "/boot/"))):
            message = f"volume {name} is {path} of the node"
            hint = "use a claim, or a path that holds nothing but the pod's own files"
            yield Wrong(RULE, message, hint, pod.at("volumes", position, "hostPath", "path"))
