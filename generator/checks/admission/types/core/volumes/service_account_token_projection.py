"""ServiceAccountTokenProjection: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import between
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.core.v1.ServiceAccountTokenProjection"

FIELDS = {
    "path": Field(formats.projected_path, required=True),
    "expirationSeconds": Field(between(600, 1 << 32), default=3600, keeps=True),
    "user": IGNORED,
}
