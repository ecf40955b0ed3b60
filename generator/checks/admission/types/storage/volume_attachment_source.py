"""VolumeAttachmentSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/#VolumeAttachmentSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.storage.v1.VolumeAttachmentSource"

FIELDS = {"persistentVolumeName": Field(formats.dns_subdomain, keeps=True)}


def inline(source: JsonMap) -> Iterator[Wrong]:
    """A volume that has no object of its own is of a CSI driver, and nobody claims it."""
    spec = source.get("inlineVolumeSpec")
    if spec is None:
        return
    place = "inlineVolumeSpec"
    if spec.get("csi") is None:
        yield missing("csi", why="for a volume without an object").below(place)
    for field in ("claimRef", "capacity", "nodeAffinity", "storageClassName"):
        if spec.get(field) or (field in ("claimRef", "nodeAffinity") and spec.get(field) is not None):
            yield forbidden(f"a volume without an object takes no {field}", "remove it").below(place, field)
    for field, only in (("persistentVolumeReclaimPolicy", "Retain"), ("volumeMode", "Filesystem")):
        if spec.get(field) and spec[field] != only:
            yield unsupported(spec[field], (only,)).below(place, field)


RULES = (exactly_one("persistentVolumeName", "inlineVolumeSpec"), inline)
