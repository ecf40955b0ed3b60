"""Files of the node in a pod: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.resources.references.maps import maps

RULE = "pod-security-host-path-volumes"
LEVEL = "baseline"
SINCE = (1, 0)


def problems(pod: Pod, minor: tuple[int, int]) -> Iterator[Wrong]:
    for position, volume in maps(pod.spec.get("volumes")):
        if volume.get("hostPath") is not None:
            message = f"volume {volume.get('name')} is a path of the node"
            hint = "use a claim, an emptyDir, or a volume of a CSI driver"
            yield Wrong(RULE, message, hint, pod.at("volumes", position, "hostPath"))
