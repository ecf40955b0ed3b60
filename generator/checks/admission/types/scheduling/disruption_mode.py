"""DisruptionMode: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one

TYPE = "io.k8s.api.scheduling.v1beta1.DisruptionMode"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.DisruptionMode",
    "io.k8s.api.scheduling.v1beta1.CompositeDisruptionMode",
    "io.k8s.api.scheduling.v1alpha3.CompositeDisruptionMode",
)

RULES = (exactly_one("single", "all"),)
