"""HorizontalPodAutoscalerSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import not_negative, positive
from generator.checks.admission.field import Field, since
from generator.checks.admission.types.autoscaling import references
from generator.checks.admission.wrong import Wrong, missing, out_of_range
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec"

MIN_REPLICAS = Field(since("1.37", not_negative, before=positive), default=1, keeps=True)
"""From 1.37 on, a workload can be scaled to nothing."""

CPU: Json = {
    "type": "Resource",
    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
}
"""The metric of an autoscaler that names none."""

FIELDS = {
    "scaleTargetRef": Field(required=True),
    "minReplicas": MIN_REPLICAS,
    "maxReplicas": Field(positive, required=True),
    "metrics": Field(default=[CPU]),
}


def replicas(spec: JsonMap) -> Iterator[Wrong]:
    least, most = spec.get("minReplicas"), spec.get("maxReplicas")
    if least is not None and most and most < least:
        hint = "raise it, or lower minReplicas"
        yield out_of_range(most, f"minReplicas ({least}) or more", hint).below("maxReplicas")


def target(spec: JsonMap) -> Iterator[Wrong]:
    reference = spec.get("scaleTargetRef")
    if reference:
        yield from (wrong.below("scaleTargetRef") for wrong in references.names(reference))


def target_version(spec: JsonMap) -> Iterator[Wrong]:
    reference = spec.get("scaleTargetRef")
    if reference:
        yield from (wrong.below("scaleTargetRef") for wrong in references.group_version(core=False)(reference))


def to_nothing(spec: JsonMap) -> Iterator[Wrong]:
    """What wakes a workload without pods is something outside of it."""
    types = [(metric or {}).get("type") for metric in spec.get("metrics") or ()]
    if spec.get("minReplicas") == 0 and "Object" not in types and "External" not in types:
        hint = "add a metric of type Object or External, or let one replica be left"
        yield missing("metrics", hint, why="with one of type Object or External, to scale to nothing")


RULES = (replicas, target, since("1.34", target_version), since("1.37", to_nothing))
