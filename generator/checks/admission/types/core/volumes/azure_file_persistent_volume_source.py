"""AzureFilePersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.AzureFilePersistentVolumeSource"

FIELDS = {
    "secretName": Field(required=True),
    "shareName": Field(required=True),
    "secretNamespace": Field(formats.not_empty, keeps=True),
}
