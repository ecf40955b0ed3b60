"""An emptyDir that can fill its node's disk: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "unlimited-empty-dir"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for position, volume in maps(pod.spec.get("volumes")):
        source = volume.get("emptyDir")
        if isinstance(source, dict) and not source.get("sizeLimit"):
            where = "memory" if source.get("medium") == "Memory" else "disk"
            message = f"volume {volume.get('name')} can fill the {where} of its node"
            yield Wrong(RULE, message, "set `sizeLimit`", pod.at("volumes", position, "emptyDir"))
