"""PersistentVolumeClaimSpec: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/#PersistentVolumeClaimSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, since
from generator.checks.admission.types.core import access_modes
from generator.checks.admission.types.core.containers.resource_list import amount
from generator.checks.admission.wrong import Wrong, missing, out_of_range
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.PersistentVolumeClaimSpec"


def _class(value: Json) -> Wrong | None:
    """Empty for none: that is not the default one, which is for a claim that does not say."""
    return formats.dns_subdomain(value) if value else None


FIELDS = {
    "accessModes": access_modes.FIELD,
    "storageClassName": Field(_class, keeps=True),
    "volumeAttributesClassName": Field(since("1.34", _class), keeps=True),
    "volumeMode": Field(one_of("Block", "Filesystem"), default="Filesystem", keeps=True),
}


def size(spec: JsonMap) -> Iterator[Wrong]:
    requests = (spec.get("resources") or {}).get("requests") or {}
    if "storage" not in requests:
        yield missing("storage", "add a size such as 10Gi").below("resources", "requests")
    elif amount(requests["storage"]) <= 0:
        yield out_of_range(requests["storage"], "more than 0").below("resources", "requests", "storage")


RULES = (access_modes.once_alone, size)
