"""CSIStorageCapacity: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-storage-capacity-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import quantity_at_least
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.storage.v1.CSIStorageCapacity"

FIELDS = {
    "storageClassName": Field(formats.dns_subdomain, required=True),
    "capacity": Field(quantity_at_least(0)),
}

RULES = (metadata.named(formats.dns_subdomain),)
