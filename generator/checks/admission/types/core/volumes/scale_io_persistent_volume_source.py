"""ScaleIOPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission.types.core.volumes import scale_io_volume_source

TYPE = "io.k8s.api.core.v1.ScaleIOPersistentVolumeSource"

FIELDS = scale_io_volume_source.FIELDS
