"""GlusterfsPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.GlusterfsPersistentVolumeSource"

FIELDS = {
    "endpoints": Field(required=True),
    "path": Field(required=True),
    "endpointsNamespace": Field(formats.dns_label, keeps=True),
}
