"""PodGroupSchedulingPolicy: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one

TYPE = "io.k8s.api.scheduling.v1beta1.PodGroupSchedulingPolicy"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.PodGroupSchedulingPolicy",
    "io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingPolicy",
    "io.k8s.api.scheduling.v1alpha1.PodGroupPolicy",
    "io.k8s.api.scheduling.v1beta1.CompositePodGroupSchedulingPolicy",
    "io.k8s.api.scheduling.v1alpha3.CompositePodGroupSchedulingPolicy",
)

RULES = (exactly_one("basic", "gang"),)
