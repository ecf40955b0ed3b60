"""KeyToPath: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.core.v1.KeyToPath"

FIELDS = {
    "key": Field(required=True),
    "path": Field(formats.projected_path, required=True),
    "mode": Field(formats.file_mode),
    "user": IGNORED,
}
