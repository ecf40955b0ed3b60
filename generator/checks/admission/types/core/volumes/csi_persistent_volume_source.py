"""CSIPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import references

TYPE = "io.k8s.api.core.v1.CSIPersistentVolumeSource"

FIELDS = {"driver": Field(formats.csi_driver, required=True), "volumeHandle": Field(required=True)}


_PARTS = {"name": formats.dns_subdomain, "namespace": formats.dns_label}
_SECRETS = (
    "controllerExpandSecretRef",
    "controllerPublishSecretRef",
    "nodeExpandSecretRef",
    "nodePublishSecretRef",
)


RULES = (*(references.formed(field, **_PARTS) for field in _SECRETS),)
