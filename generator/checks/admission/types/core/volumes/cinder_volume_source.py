"""CinderVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import references

TYPE = "io.k8s.api.core.v1.CinderVolumeSource"

FIELDS = {"volumeID": Field(required=True)}

RULES = (references.complete("secretRef", "name"),)
