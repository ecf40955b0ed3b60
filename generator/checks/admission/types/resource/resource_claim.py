"""ResourceClaim and its like: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

_GROUP = "io.k8s.api.resource"
_VERSIONS = ("v1", "v1beta1", "v1beta2")

TYPE = f"{_GROUP}.v1.ResourceClaim"

ALSO = tuple(
    f"{_GROUP}.{version}.{kind}"
    for kind in ("ResourceClaim", "ResourceClaimTemplate", "DeviceClass")
    for version in _VERSIONS
    if (kind, version) != ("ResourceClaim", "v1")
)

RULES = (metadata.named(formats.dns_subdomain),)
