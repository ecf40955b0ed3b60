"""CinderPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import references

TYPE = "io.k8s.api.core.v1.CinderPersistentVolumeSource"

FIELDS = {"volumeID": Field(required=True)}

RULES = (references.complete("secretRef", "name", "namespace"),)
