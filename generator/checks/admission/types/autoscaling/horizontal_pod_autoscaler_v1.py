"""HorizontalPodAutoscaler: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v1/"""

from __future__ import annotations

from generator.checks.admission.types.autoscaling import horizontal_pod_autoscaler

TYPE = "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler"

FIELDS = horizontal_pod_autoscaler.FIELDS

RULES = horizontal_pod_autoscaler.RULES
