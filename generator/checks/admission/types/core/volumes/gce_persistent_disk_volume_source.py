"""GCEPersistentDiskVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.GCEPersistentDiskVolumeSource"

FIELDS = {"pdName": Field(required=True), "partition": Field(between(0, 255))}
