"""ISCSIPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission.types.core.volumes import iscsi, iscsi_volume_source, references

TYPE = "io.k8s.api.core.v1.ISCSIPersistentVolumeSource"

FIELDS = iscsi_volume_source.FIELDS

RULES = (
    iscsi.secret,
    references.complete("secretRef", "name"),
)
