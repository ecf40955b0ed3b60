"""The objects of one overlay that changed -> what changes in a few words: images, numbers of pods, which matters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.json_types import Json, JsonMap, as_map
from generator.model.merge import ABSENT
from generator.resources.list_keys import pod_template_path
from generator.review.lines import fields
from generator.review.objects import ObjectChange, is_same_but_for_hash


class Step(NamedTuple):
    """A value of something that is named, before and after; empty where there is none."""

    name: str
    before: str
    after: str


_OF_KINDS = {
    "ConfigMap": "configuration",
    "HorizontalPodAutoscaler": "autoscaling",
    "ScaledObject": "autoscaling",
    "VerticalPodAutoscaler": "autoscaling",
    "NetworkPolicy": "network policy",
    "PodDisruptionBudget": "disruption budget",
    "Ingress": "routes",
    "HTTPRoute": "routes",
    "GRPCRoute": "routes",
    "Service": "Service",
    "ServiceMonitor": "monitoring",
    "PodMonitor": "monitoring",
    "PrometheusRule": "alerts",
    "Role": "rights",
    "RoleBinding": "rights",
    "ClusterRole": "rights",
    "ClusterRoleBinding": "rights",
    "ServiceAccount": "service account",
    "PersistentVolumeClaim": "volumes",
}

_OF_PODS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\.image$|^spec\.replicas$", ""),
        (r"\.(env|envFrom)\b", "variables"),
        (r"Probe\b", "probes"),
        (r"\.resources\b", "resources"),
        (r"\.(volumes|volumeMounts|volumeDevices|volumeClaimTemplates)\b", "volumes"),
        (r"ecurityContext\b", "security context"),
        (r"\.(command|args)$", "command"),
        (r"\.ports\b", "ports"),
        (r"[sS]trategy\b|minReadySeconds|progressDeadlineSeconds", "rollout"),
        (r"\.(affinity|nodeSelector|tolerations|topologySpreadConstraints)\b", "placement"),
        (r"^spec\.(schedule|timeZone|suspend)\b", "schedule"),
        (r"annotations\b", "annotations"),
        (r"labels\b", "labels"),
        (r"[cC]ontainers$|[cC]ontainers\.name$", "containers"),
    )
)
"""What a field of a workload is about: the first that fits; nothing of what is told by itself."""


def images(changes: Sequence[ObjectChange]) -> list[Step]:
    """The images of containers that are others now, by container."""
    old: dict[tuple[str, str], str] = {}
    new: dict[tuple[str, str], str] = {}
    for change in changes:
        old |= {(change.label, name): image for name, image in _images(change.before)}
        new |= {(change.label, name): image for name, image in _images(change.after)}
    steps = [Step(key[1], old.get(key, ""), new.get(key, "")) for key in {**old, **new} if old.get(key) != new.get(key)]
    return list(dict.fromkeys(steps))


def replicas(changes: Sequence[ObjectChange]) -> list[Step]:
    """Of workloads that stay: how many pods are asked for, and how many an autoscaler may make of them."""
    found: list[Step] = []
    for change in changes:
        if change.status == "changed" and pod_template_path(change.kind):
            found += _numbers(change, "", "replicas")
        elif change.kind == "HorizontalPodAutoscaler" and change.status == "changed":
            found += [*_numbers(change, "min ", "minReplicas"), *_numbers(change, "max ", "maxReplicas")]
        elif change.kind == "ScaledObject" and change.status == "changed":
            found += [*_numbers(change, "min ", "minReplicaCount"), *_numbers(change, "max ", "maxReplicaCount")]
    return found


def _numbers(change: ObjectChange, word: str, field: str) -> Iterator[Step]:
    old, new = (as_map(as_map(side).get("spec")).get(field) for side in (change.before, change.after))
    if old != new:
        yield Step(f"{word}{change.name}", _number(old), _number(new))


def _number(value: Json) -> str:
    return "not set" if value is None else str(value)


def words(changes: Sequence[ObjectChange]) -> list[str]:
    """Which matters change, each once."""
    found: list[str] = []
    for change in changes:
        if change.status != "changed":
            found.append(f"{change.kind} {change.status}")
        elif pod_template_path(change.kind):
            found += _of_workload(change)
        else:
            found.append(_OF_KINDS.get(change.kind, change.kind))
    return list(dict.fromkeys(found))


def _of_workload(change: ObjectChange) -> Iterator[str]:
    for field in fields(change.before, change.after):
        if is_same_but_for_hash(field.before, field.after):
            continue  # the ConfigMap tells it
        about = next((word for pattern, word in _OF_PODS if pattern.search(field.plain)), change.kind)
        if about:
            yield about


def _images(manifest: JsonMap | None) -> Iterator[tuple[str, str]]:
    path = pod_template_path(str(as_map(manifest).get("kind", "")))
    value: Json = manifest if path is not None else None
    for step in path or ():
        value = as_map(value).get(step)
    pod = as_map(as_map(value).get("spec"))
    for group in ("initContainers", "containers"):
        for item in pod.get(group) or []:
            if isinstance(item, dict) and item.get("image", ABSENT) is not ABSENT:
                yield str(item.get("name", "")), str(item["image"])
