"""CSIVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import references

TYPE = "io.k8s.api.core.v1.CSIVolumeSource"

FIELDS = {"driver": Field(formats.csi_driver, required=True)}

RULES = (references.formed("nodePublishSecretRef", name=formats.dns_subdomain),)
