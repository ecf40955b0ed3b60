"""GangSchedulingPolicy: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission.constraints import positive
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1beta1.GangSchedulingPolicy"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.GangSchedulingPolicy",
    "io.k8s.api.scheduling.v1alpha2.GangSchedulingPolicy",
    "io.k8s.api.scheduling.v1alpha1.GangSchedulingPolicy",
)

FIELDS = {"minCount": Field(positive, required=True)}
