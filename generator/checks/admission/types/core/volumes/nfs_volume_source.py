"""NFSVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.NFSVolumeSource"

FIELDS = {"server": Field(required=True), "path": Field(formats.absolute_path, required=True)}
