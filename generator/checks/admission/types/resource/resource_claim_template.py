"""ResourceClaimTemplate: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-template-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.ResourceClaimTemplate"

ALSO = (f"{_GROUP}.v1beta1.ResourceClaimTemplate", f"{_GROUP}.v1beta2.ResourceClaimTemplate")

RULES = (metadata.named(formats.dns_subdomain),)
