"""The kinds that describe pods, and where they do so.

https://kubernetes.io/docs/concepts/workloads/controllers/
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.json_types import JsonMap, as_map

_TEMPLATE = ("spec", "template")

POD: Mapping[str, tuple[str, ...]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": _TEMPLATE,
    "Deployment": _TEMPLATE,
    "Job": _TEMPLATE,
    "Pod": (),
    "ReplicaSet": _TEMPLATE,
    "ReplicationController": _TEMPLATE,
    "Rollout": _TEMPLATE,
    "ScaledJob": ("spec", "jobTargetRef", "template"),
    "StatefulSet": _TEMPLATE,
}
"""Where the template of the pods of a kind is."""


def template(manifest: JsonMap) -> JsonMap:
    """Metadata and spec of the pods; empty where there are none."""
    path = POD.get(str(manifest.get("kind", "")))
    if path is None:
        return {}
    found = manifest
    for step in path:
        found = as_map(found.get(step))
    return found
