"""HorizontalPodAutoscaler: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler"

ALSO = ("io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",)

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)
