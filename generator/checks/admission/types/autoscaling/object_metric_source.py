"""ObjectMetricSource: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field, since
from generator.checks.admission.types.autoscaling import metric_target, references
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.autoscaling.v2.ObjectMetricSource"

FIELDS = {
    "describedObject": Field(required=True),
    "metric": Field(required=True),
    "target": Field(required=True),
}


def described(source: JsonMap) -> Iterator[Wrong]:
    reference = source.get("describedObject")
    if reference:
        yield from (wrong.below("describedObject") for wrong in references.names(reference))


def described_version(source: JsonMap) -> Iterator[Wrong]:
    reference = source.get("describedObject")
    if reference:
        yield from (wrong.below("describedObject") for wrong in references.group_version(core=True)(reference))


RULES = (described, since("1.34", described_version), metric_target.of("averageValue", "value"))
