"""VolumeAttachmentSpec: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/#VolumeAttachmentSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.storage.v1.VolumeAttachmentSpec"

FIELDS = {
    "attacher": Field(formats.csi_driver, required=True),
    "source": Field(required=True),
    "nodeName": Field(formats.dns_subdomain, required=True),
}
