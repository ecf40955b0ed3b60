"""PodGroupResourceClaim: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1beta1.PodGroupResourceClaim"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.PodGroupResourceClaim",
    "io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaim",
)

FIELDS = {
    "name": Field(formats.dns_label, required=True),
    "resourceClaimName": Field(formats.dns_subdomain, keeps=True),
    "resourceClaimTemplateName": Field(formats.dns_subdomain, keeps=True),
}

RULES = (exactly_one("resourceClaimName", "resourceClaimTemplateName"),)
