"""Manifests of workloads -> their pods, as far as a change of them is told by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.update.change import at
from generator.checks.update.pairs import Key
from generator.json_types import Json, JsonMap, Path, as_map

TEMPLATES: Mapping[tuple[str, str], Path] = {
    ("", "Pod"): (),
    ("", "ReplicationController"): ("spec", "template"),
    ("apps", "DaemonSet"): ("spec", "template"),
    ("apps", "Deployment"): ("spec", "template"),
    ("apps", "ReplicaSet"): ("spec", "template"),
    ("apps", "StatefulSet"): ("spec", "template"),
}
"""Where the pod is of what keeps pods running. A Job ends, and a CronJob makes new pods each time."""

ROLLED = (("apps", "DaemonSet"), ("apps", "Deployment"), ("apps", "StatefulSet"))
"""What replaces its pods by itself when their template changes."""


def template(found: Key, manifest: JsonMap) -> JsonMap | None:
    """Labels and spec of the pods; None where the kind keeps none."""
    path = TEMPLATES.get((found[0], found[1]))
    return None if path is None else as_map(at(manifest, path))


def labels(pod: JsonMap) -> JsonMap:
    return as_map(at(pod, ("metadata", "labels")))


def containers(pod: JsonMap) -> Iterator[JsonMap]:
    for field in ("initContainers", "containers"):
        yield from (as_map(item) for item in items(at(pod, ("spec", field))))


def volumes(pod: JsonMap) -> Mapping[str, JsonMap]:
    """By name."""
    return {str(volume.get("name")): volume for volume in map(as_map, items(at(pod, ("spec", "volumes"))))}


def items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
