"""HPAScalingPolicy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import between, one_of, positive
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.autoscaling.v2.HPAScalingPolicy"

FIELDS = {
    "type": Field(one_of("Pods", "Percent"), required=True),
    "value": Field(positive, required=True),
    "periodSeconds": Field(between(1, 1800), required=True),
}
