"""PersistentVolumeSpec: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec

A VolumeAttachment can hold one, too, of which less is asked: what is asked of a PersistentVolume is in its module.
"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import IGNORED, Field, until
from generator.checks.admission.types.core import access_modes

TYPE = "io.k8s.api.core.v1.PersistentVolumeSpec"

FIELDS = {
    "accessModes": access_modes.FIELD,
    "persistentVolumeReclaimPolicy": Field(default="Retain"),
    "volumeAttributesClassName": until("1.33", IGNORED),
    "volumeMode": Field(default="Filesystem", keeps=True),
}

SOURCES = (
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
)

RULES = (access_modes.once_alone, exactly_one(*SOURCES))
