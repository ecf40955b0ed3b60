"""Volume: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/#Volume"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import at_most_one
from generator.checks.admission.field import IGNORED, Field, until
from generator.checks.admission.types.core.volumes import iscsi
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Volume"

SOURCES = (
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
)
"""In the order in which a server looks for them."""

FIELDS = {
    "name": Field(formats.dns_label, required=True),
    "emptyDir": Field(default=lambda volume: None if any(volume.get(source) is not None for source in SOURCES) else {}),
    "image": until("1.34", IGNORED),
}


def initiator(volume: JsonMap) -> Iterator[Wrong]:
    if source := volume.get("iscsi"):
        yield from (wrong.below("iscsi") for wrong in iscsi.initiator(volume.get("name") or "", source))


RULES = (at_most_one(*SOURCES), initiator)
