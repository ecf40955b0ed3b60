"""PodGroup: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.scheduling.v1beta1.PodGroup"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.PodGroup",
    "io.k8s.api.scheduling.v1alpha2.PodGroup",
    "io.k8s.api.scheduling.v1alpha3.CompositePodGroup",
)

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)
