"""VolumeNodeResources: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-node-v1/#CSINodeSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.storage.v1.VolumeNodeResources"

FIELDS = {"count": Field(not_negative, keeps=True)}
