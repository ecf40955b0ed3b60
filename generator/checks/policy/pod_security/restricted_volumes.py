"""Volumes that are neither storage of the cluster nor data of the pod: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pod_security import host_path_volumes
from generator.checks.policy.pods import Pod
from generator.resources.references.maps import maps

RULE = "pod-security-restricted-volumes"
LEVEL = "restricted"
SINCE = (1, 0)
INSTEAD_OF = (host_path_volumes.RULE,)
_ALLOWED = (
    *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected"),
    "secret",
)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for position, volume in maps(pod.spec.get("volumes")):
        if all(volume.get(kind) is None for kind in _ALLOWED):
            kind = next((key for key, value in volume.items() if key != "name" and value is not None), "")
            message = f"volume {volume.get('name')} is {f'of kind {kind}' if kind else 'of no kind'}"
            place = pod.at("volumes", position, *((kind,) if kind else ()))
            yield Wrong(RULE, message, f"use one of {', '.join(_ALLOWED)}", place)
