"""PodResourceClaim: https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.PodResourceClaim"

FIELDS = {
    "name": Field(formats.dns_label, required=True),
    "resourceClaimName": Field(formats.dns_subdomain, keeps=True),
    "resourceClaimTemplateName": Field(formats.dns_subdomain, keeps=True),
}

RULES = (exactly_one("resourceClaimName", "resourceClaimTemplateName"),)
