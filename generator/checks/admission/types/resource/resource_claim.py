"""ResourceClaim: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, since
from generator.checks.admission.known import Known
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.ResourceClaim"

ALSO = (f"{_GROUP}.v1beta1.ResourceClaim", f"{_GROUP}.v1beta2.ResourceClaim")

FIELDS = {"status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)

_LABEL = "resource.kubernetes.io/admin-access"


def administered(claim: JsonMap, known: Known) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access"""
    labels = known.namespaces.get((claim.get("metadata") or {}).get("namespace") or "default")
    if labels is None or labels.get(_LABEL) == "true":
        return
    for position, request in items((claim.get("spec") or {}).get("devices") or {}, "requests"):
        at = ("exactly",) if "exactly" in request else ()
        own = request.get("exactly") or request
        if own.get("adminAccess") is True and not request.get("firstAvailable"):
            hint = f'label the namespace with {_LABEL}: "true", or remove it'
            found = forbidden("the namespace does not allow adminAccess", hint)
            yield found.below("spec", "devices", "requests", position, *at, "adminAccess")


ADMISSION = since("1.34", administered)
