"""StorageOSPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import references

TYPE = "io.k8s.api.core.v1.StorageOSPersistentVolumeSource"

FIELDS = {"volumeName": Field(formats.dns_label, required=True), "volumeNamespace": Field(formats.dns_label)}

RULES = (references.complete("secretRef", "name", "namespace"),)
