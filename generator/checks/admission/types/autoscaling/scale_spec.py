"""ScaleSpec: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scalespec-v1-autoscaling"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.autoscaling.v1.ScaleSpec"

FIELDS = {"replicas": Field(not_negative)}
