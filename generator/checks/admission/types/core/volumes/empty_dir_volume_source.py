"""EmptyDirVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative_quantity
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.core.v1.EmptyDirVolumeSource"

FIELDS = {"sizeLimit": Field(not_negative_quantity), "mode": IGNORED}
