"""HorizontalPodAutoscalerSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v1/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import positive
from generator.checks.admission.field import Field, since
from generator.checks.admission.types.autoscaling.horizontal_pod_autoscaler_spec import (
    MIN_REPLICAS,
    replicas,
    target,
    target_version,
    to_nothing,
)

TYPE = "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec"

FIELDS = {
    "scaleTargetRef": Field(required=True),
    "minReplicas": MIN_REPLICAS,
    "maxReplicas": Field(positive, required=True),
    "targetCPUUtilizationPercentage": Field(positive, default=80, keeps=True),
}

RULES = (replicas, target, since("1.34", target_version), since("1.37", to_nothing))
