"""LocalVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.LocalVolumeSource"

FIELDS = {"path": Field(formats.no_backsteps, required=True)}
