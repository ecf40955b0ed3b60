"""Workload: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.scheduling.v1beta1.Workload"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.Workload",
    "io.k8s.api.scheduling.v1alpha2.Workload",
    "io.k8s.api.scheduling.v1alpha1.Workload",
)

FIELDS = {"spec": Field(required=True)}

RULES = (metadata.named(formats.dns_subdomain),)
