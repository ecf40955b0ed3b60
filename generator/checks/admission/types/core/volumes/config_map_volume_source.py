"""ConfigMapVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.core.v1.ConfigMapVolumeSource"

FIELDS = {"name": Field(required=True), "defaultMode": Field(formats.file_mode, default=0o644), "defaultUser": IGNORED}
