"""ScaleIOVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.ScaleIOVolumeSource"

FIELDS = {
    "gateway": Field(required=True),
    "system": Field(required=True),
    "volumeName": Field(required=True),
    "storageMode": Field(default="ThinProvisioned"),
    "fsType": Field(default="xfs"),
}
