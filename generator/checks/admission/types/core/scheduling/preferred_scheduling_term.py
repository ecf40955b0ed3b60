"""PreferredSchedulingTerm: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity"""

from __future__ import annotations

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.PreferredSchedulingTerm"

FIELDS = {"weight": Field(between(1, 100), required=True)}
