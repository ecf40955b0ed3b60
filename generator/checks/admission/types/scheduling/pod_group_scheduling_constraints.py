"""PodGroupSchedulingConstraints: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.formats import size

TYPE = "io.k8s.api.scheduling.v1beta1.PodGroupSchedulingConstraints"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.PodGroupSchedulingConstraints",
    "io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingConstraints",
    "io.k8s.api.scheduling.v1beta1.CompositePodGroupSchedulingConstraints",
    "io.k8s.api.scheduling.v1alpha3.CompositePodGroupSchedulingConstraints",
)

FIELDS = {"topology": Field(size(1, "constraints"))}
