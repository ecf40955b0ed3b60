"""Volumes that live with the pod, and claims that outlive it."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of, renamed
from generator.language.types import (
    Field,
    Reach,
    array,
    boolean,
    described,
    either,
    enum,
    fields,
    kubernetes,
    named,
    string,
)

MOUNT = either(
    string("absolute-path"),
    array(either(string("absolute-path"), kubernetes("VolumeMount", without=("name",)))),
)

SOURCES = tuple(
    "awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume "
    "flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk "
    "portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume".split()
)


def mounts(value: Json) -> Json:
    if isinstance(value, str):
        return [{"mountPath": value}]
    if isinstance(value, list):
        return [{"mountPath": item} if isinstance(item, str) else item for item in value]
    return value


def _volume(value: Json) -> Json:
    if isinstance(value, str):
        return {"mount": mounts(value)}
    expanded: JsonMap = one_of(value, SOURCES)
    return {**expanded, "mount": mounts(expanded["mount"])} if "mount" in expanded else expanded


FIELDS = (
    Field(
        "volumes",
        named(
            either(
                string("absolute-path"),
                kubernetes(
                    "Volume",
                    without=("name",),
                    mount=described("Where the main container sees it: a path, or Kubernetes' volume mounts.", MOUNT),
                    readOnly=described("Whether the container may only read it.", boolean()),
                ),
            )
        ),
        "Volumes by name: a path (an empty directory mounted there), or a volume source of Kubernetes with `mount`.",
        {"tmp": "/tmp", "certs": {"mount": "/etc/certs", "readOnly": True, "secret": {"secretName": "orders-certs"}}},
        expand=renamed("volumes", _volume),
        reach=Reach.SHARED,
    ),
    Field(
        "persistence",
        named(
            fields(
                mount=described("Where the main container sees it: a path, or Kubernetes' volume mounts.", MOUNT),
                size=described("The requested size.", string("quantity")),
                storageClassName=described("The storage class; the cluster's default where it is not given.", string()),
                accessModes=described(
                    "How the volume may be mounted; `[ReadWriteOnce]` by default.",
                    array(enum("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
                ),
                volumeMode=described("`Filesystem` by default.", enum("Filesystem", "Block")),
                claimName=described(
                    "The claim's name; the service's and the volume's by default.", string("dns-subdomain")
                ),
                labels=described(
                    "Labels of the claim.", {"type": ["object"], "additionalProperties": string("label-value")}
                ),
            )
        ),
        "Persistent volumes by name: claim templates of a StatefulSet, one claim for other kinds.",
        {"data": {"mount": "/var/lib/orders", "size": "10Gi"}},
        expand=renamed(
            "persistence", lambda item: {**item, "mount": mounts(item["mount"])} if "mount" in item else item
        ),
    ),
    Field(
        "persistentVolumeClaimRetentionPolicy",
        kubernetes("StatefulSetPersistentVolumeClaimRetentionPolicy"),
        "What happens to a StatefulSet's claims when it is deleted or scaled down.",
        {"whenDeleted": "Retain", "whenScaled": "Delete"},
    ),
)
