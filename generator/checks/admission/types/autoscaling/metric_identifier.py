"""MetricIdentifier: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.autoscaling.v2.MetricIdentifier"

FIELDS = {"name": Field(formats.path_segment, required=True)}


def of_the_metrics(identifier: JsonMap, wrong: Wrong) -> bool:
    """The selector is for whoever has the metrics; the server looks at nothing in it."""
    return wrong.path[:1] == ("selector",)


EXCUSED = of_the_metrics
