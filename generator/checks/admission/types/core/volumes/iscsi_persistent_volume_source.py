"""ISCSIPersistentVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import iscsi, references

TYPE = "io.k8s.api.core.v1.ISCSIPersistentVolumeSource"

FIELDS = {
    "targetPortal": Field(required=True),
    "iqn": Field(iscsi.name, required=True),
    "lun": Field(between(0, 255)),
    "initiatorName": Field(iscsi.name, keeps=True),
    "iscsiInterface": Field(default="default"),
}

RULES = (
    iscsi.secret,
    references.complete("secretRef", "name"),
)
