"""ExternalMetricSource: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.autoscaling import metric_target

TYPE = "io.k8s.api.autoscaling.v2.ExternalMetricSource"

FIELDS = {"metric": Field(required=True), "target": Field(required=True)}

RULES = (metric_target.of("averageValue", "value", one=True),)
