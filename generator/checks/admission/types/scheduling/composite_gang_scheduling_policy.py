"""CompositeGangSchedulingPolicy: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission.constraints import positive
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1beta1.CompositeGangSchedulingPolicy"

ALSO = ("io.k8s.api.scheduling.v1alpha3.CompositeGangSchedulingPolicy",)

FIELDS = {"minGroupCount": Field(positive, required=True)}
