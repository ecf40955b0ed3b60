"""PersistentVolumeSpec: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec

A VolumeAttachment can hold one, too, of which less is asked: what is asked of a PersistentVolume is in its module.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import IGNORED, Field, until
from generator.checks.admission.types.core import access_modes
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.PersistentVolumeSpec"

FIELDS = {
    "accessModes": access_modes.FIELD,
    "persistentVolumeReclaimPolicy": Field(default="Retain"),
    "volumeAttributesClassName": until("1.33", IGNORED),
    "volumeMode": Field(default="Filesystem", keeps=True),
}

SOURCES = (
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "glusterfs",
    "flocker",
    "nfs",
    "rbd",
    "quobyte",
    "cephfs",
    "iscsi",
    "cinder",
    "fc",
    "flexVolume",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "scaleIO",
    "local",
    "storageos",
    "csi",
)
"""In the order in which a server looks for them."""


def one_source(spec: JsonMap) -> Iterator[Wrong]:
    found = [source for source in SOURCES if spec.get(source) is not None]
    if not found:
        yield Wrong("missing-field", "the volume must have a source", "add one, such as csi or nfs")
    for source in found[1:]:
        # A flexVolume is let through after another one.
        if source != "flexVolume":
            yield conflict(f"{source} excludes {found[0]}", "keep one of them").below(source)


RULES = (access_modes.once_alone, one_source)
