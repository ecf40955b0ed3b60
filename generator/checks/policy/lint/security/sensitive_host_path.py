"""Paths of the node that let a pod take it over: https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.security.host_paths import host_paths
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "sensitive-host-path"
COVERED_BY = "baseline"
_SENSITIVE = frozenset(
    "/ /boot /dev /etc /lib /proc /root /sys /usr /home /var /var/lib /var/run /run /etc/shadow /etc/passwd".split()
)
_BELOW = tuple(
    "/boot/ /etc/kubernetes /etc/ssh /proc/ /root/ /var/lib/docker /var/lib/containerd /var/lib/etcd "
    "/var/lib/kubelet".split()
)


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for position, name, path in host_paths(pod):
        if path in _SENSITIVE or path.startswith(_BELOW):
            message = f"volume {name} is {path} of the node"
            hint = "use a claim, or a path that holds nothing but the pod's own files"
            yield Wrong(RULE, message, hint, pod.at("volumes", position, "hostPath", "path"))
