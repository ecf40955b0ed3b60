"""PersistentVolume: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, Rule, since
from generator.checks.admission.types.core.containers.resource_list import amount
from generator.checks.admission.types.core.volumes import iscsi
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden, missing, out_of_range, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.PersistentVolume"

FIELDS = {"spec": Field(required=True)}

_MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options"
_WITH_OPTIONS = (
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "gcePersistentDisk",
    "glusterfs",
    "iscsi",
    "nfs",
    "photonPersistentDisk",
    "quobyte",
    "rbd",
    "vsphereVolume",
)
_POLICY, _MODE = one_of("Delete", "Recycle", "Retain"), one_of("Block", "Filesystem")

_OfSpec: TypeAlias = Callable[[JsonMap], Iterator[Wrong]]


def _of_spec(rule: _OfSpec) -> Rule:
    return lambda volume: (wrong.below("spec") for wrong in rule(volume.get("spec") or {}))


def capacity(spec: JsonMap) -> Iterator[Wrong]:
    given = spec.get("capacity") or {}
    if "storage" not in given:
        yield missing("storage", "add a size such as 10Gi").below("capacity")
    for name, value in given.items():
        if name != "storage":
            yield unsupported(name, ("storage",)).below("capacity", name)
        if amount(value) <= 0:
            yield out_of_range(value, "more than 0").below("capacity", name)


def policy(spec: JsonMap) -> Iterator[Wrong]:
    own = spec.get("persistentVolumeReclaimPolicy")
    if own and (wrong := _POLICY(own)):
        yield wrong.below("persistentVolumeReclaimPolicy")
    path = (spec.get("hostPath") or {}).get("path") or ""
    if own == "Recycle" and path and set(posixpath.normpath(path)) == {"/"}:
        hint = "write Retain, or name a folder"
        yield forbidden("the root of a node is not recycled", hint).below("persistentVolumeReclaimPolicy")


def forms(spec: JsonMap) -> Iterator[Wrong]:
    name, mode = spec.get("storageClassName"), spec.get("volumeMode")
    if name and (wrong := formats.dns_subdomain(name)):
        yield wrong.below("storageClassName")
    if mode is not None and (wrong := _MODE(mode)):
        yield wrong.below("volumeMode")


def attributes(spec: JsonMap) -> Iterator[Wrong]:
    name = spec.get("volumeAttributesClassName")
    if name is None:
        return
    if wrong := formats.dns_subdomain(name):
        yield wrong.below("volumeAttributesClassName")
    if spec.get("csi") is None:
        yield missing("csi", "remove volumeAttributesClassName", why="with volumeAttributesClassName")


def local(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("local") is not None and spec.get("nodeAffinity") is None:
        yield missing("nodeAffinity", "name the node that has the path", why="for a local volume")


def initiator(volume: JsonMap) -> Iterator[Wrong]:
    source = (volume.get("spec") or {}).get("iscsi")
    if source:
        name = (volume.get("metadata") or {}).get("name") or ""
        yield from (wrong.below("spec", "iscsi") for wrong in iscsi.initiator(name, source))


def mount_options(volume: JsonMap) -> Iterator[Wrong]:
    spec, annotations = volume.get("spec") or {}, (volume.get("metadata") or {}).get("annotations") or {}
    if _MOUNT_OPTIONS in annotations and all(spec.get(source) is None for source in _WITH_OPTIONS):
        hint = "remove the annotation; `mountOptions` is the field for it"
        wrong = forbidden("this type of volume takes no mount options", hint)
        yield wrong.below("metadata", "annotations", _MOUNT_OPTIONS)


RULES = (
    metadata.named(formats.dns_subdomain),
    *(_of_spec(rule) for rule in (capacity, policy, forms, local)),
    since("1.34", _of_spec(attributes)),
    initiator,
    mount_options,
)
