"""The socket of the container runtime, with which a pod is root on its node: https://kubernetes.io/docs/concepts/security/security-checklist/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.security.host_paths import host_paths
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "runtime-socket"
_SOCKETS = ("docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "dockershim.sock")


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for position, name, path in host_paths(pod):
        if path.endswith(_SOCKETS):
            message = f"volume {name} gives the pod the container runtime of its node"
            hint = "build images without it, for instance with buildkit in rootless mode"
            yield Wrong(RULE, message, hint, pod.at("volumes", position, "hostPath", "path"))
