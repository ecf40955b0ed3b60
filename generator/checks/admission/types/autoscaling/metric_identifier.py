"""MetricIdentifier: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.autoscaling.v2.MetricIdentifier"

FIELDS = {"name": Field(formats.path_segment, required=True)}
