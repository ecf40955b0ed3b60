"""RBDPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission.types.core.volumes import rbd_volume_source

TYPE = "io.k8s.api.core.v1.RBDPersistentVolumeSource"

FIELDS = rbd_volume_source.FIELDS
