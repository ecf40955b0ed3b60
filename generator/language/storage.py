"""Volumes that live with the pod, and claims that outlive it."""

from __future__ import annotations

from generator.json_types import Json
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
    map_of,
    named,
    once,
    string,
)

MOUNT = either(
    string("absolute-path"),
    kubernetes("VolumeMount", without=("name",)),
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
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [{"mountPath": item} if isinstance(item, str) else item for item in value]
    return value


_SHORT = {
    "configMap": "name",
    "csi": "driver",
    "emptyDir": "sizeLimit",
    "hostPath": "path",
    "image": "reference",
    "persistentVolumeClaim": "claimName",
    "secret": "secretName",
}
"""Volume sources that may be a string -> the field that it stands for."""


def _volume(value: Json) -> Json:
    if isinstance(value, str):
        return {"mount": mounts(value)}
    expanded = one_of(value, SOURCES)
    if not isinstance(expanded, dict):
        return expanded
    full = {name: _source(name, item) for name, item in expanded.items()}
    return {**full, "mount": mounts(full["mount"])} if "mount" in full else full


def _source(name: str, value: Json) -> Json:
    if isinstance(value, str) and name in _SHORT:
        return {_SHORT[name]: value}
    if isinstance(value, str) and name == "ephemeral":
        spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": value}}}
        return {"volumeClaimTemplate": {"spec": spec}}
    return {"sources": value} if isinstance(value, list) and name == "projected" else value


def _persistent(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    expanded = {**value, "mount": mounts(value["mount"])} if "mount" in value else dict(value)
    claim = value.get("claim")
    if isinstance(claim, str):
        expanded["claim"] = {"exact": claim, "service": None, "name": None}
    elif isinstance(claim, dict):
        expanded["claim"] = {"exact": None, **claim}
    return expanded


FIELDS = (
    Field(
        "volumes",
        named(
            either(
                string("absolute-path"),
                once(
                    kubernetes(
                        "Volume",
                        without=("name",),
                        mount=described(
                            "Where the main container sees it: a path, or Kubernetes' volume mounts.", MOUNT
                        ),
                        readOnly=described("Whether the container may only read it.", boolean()),
                        configMap=either(string("dns-subdomain"), kubernetes("ConfigMapVolumeSource")),
                        csi=either(string(), kubernetes("CSIVolumeSource")),
                        emptyDir=either(string("quantity"), kubernetes("EmptyDirVolumeSource")),
                        ephemeral=either(string("quantity"), kubernetes("EphemeralVolumeSource")),
                        hostPath=either(string("absolute-path"), kubernetes("HostPathVolumeSource")),
                        image=either(string("image"), kubernetes("ImageVolumeSource")),
                        persistentVolumeClaim=either(
                            string("dns-subdomain"), kubernetes("PersistentVolumeClaimVolumeSource")
                        ),
                        projected=either(array(kubernetes("VolumeProjection")), kubernetes("ProjectedVolumeSource")),
                        secret=either(string("dns-subdomain"), kubernetes("SecretVolumeSource")),
                    ),
                    SOURCES,
                ),
            )
        ),
        "Volumes by name: a path (an empty directory mounted there), or a volume source of Kubernetes with `mount`. "
        "A source may be short: the name of a Secret, ConfigMap or claim, the image, the size of an `emptyDir` or "
        "`ephemeral` volume, the sources of a `projected` one.",
        {"tmp": "/tmp", "certs": {"mount": "/etc/certs", "readOnly": True, "secret": "orders-certs"}},
        expand=renamed("volumes", _volume),
        reach=Reach.SHARED,
    ),
    Field(
        "persistence",
        named(
            once(
                kubernetes(
                    "PersistentVolumeClaimSpec",
                    mount=described("Where the main container sees it: a path, or Kubernetes' volume mounts.", MOUNT),
                    device=described(
                        "Where the main container sees it as a device, with `volumeMode: Block`.",
                        string("absolute-path"),
                    ),
                    readOnly=described("Whether the container may only read it.", boolean()),
                    size=described("The requested size.", string("quantity")),
                    accessModes=described(
                        "How the volume may be mounted; `[ReadWriteOnce]` by default.",
                        array(enum("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
                    ),
                    volumeMode=described("`Filesystem` by default.", enum("Filesystem", "Block")),
                    claim=described(
                        "A claim that exists, by its name; or that of another service, with the name it has for the "
                        "volume (by default the same). None is generated then.",
                        either(
                            string("dns-subdomain"), fields(service=string("dns-label"), name=string("dns-subdomain"))
                        ),
                    ),
                    claimName=described(
                        "The claim's name; the service's and the volume's by default.", string("dns-subdomain")
                    ),
                    labels=described(
                        "Labels of the claim; those of a claim template in place of the selector's.",
                        map_of(string("label-value"), "label-key"),
                    ),
                    annotations=described("Annotations of the claim.", map_of(string(), "label-key")),
                ),
                ("claim", "size"),
            ),
        ),
        "Persistent volumes by name: claim templates of a StatefulSet, one claim for other kinds. With the fields of a "
        "PersistentVolumeClaim's spec. A claim template has no labels but those of the selector, or those of `labels` "
        "(`{}` for none): the cluster never lets them change.",
        {"data": {"mount": "/var/lib/orders", "size": "10Gi"}},
        expand=renamed("persistence", _persistent),
    ),
    Field(
        "persistentVolumeClaimRetentionPolicy",
        kubernetes("StatefulSetPersistentVolumeClaimRetentionPolicy"),
        "What happens to a StatefulSet's claims when it is deleted or scaled down.",
        {"whenDeleted": "Retain", "whenScaled": "Delete"},
    ),
    Field(
        "writablePaths",
        array(string("absolute-path")),
        "Paths that the image writes to: the volumes that it declares, and others. Where the root file system is "
        "read-only, each must be inside of a volume that is not.",
        ["/tmp", "/var/cache/nginx"],
        reach=Reach.SHARED,
    ),
    Field(
        "serviceName",
        string("dns-label"),
        "The Service that gives a StatefulSet's pods their names; the main one by default. It cannot change in a "
        "running cluster.",
        "orders-headless",
    ),
)
