"""PersistentVolume: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, immutable

KIND = ("", "PersistentVolume")

_MUTABLE = frozenset(
    {
        *("accessModes", "capacity", "claimRef", "mountOptions", "persistentVolumeReclaimPolicy", "storageClassName"),
        *("nodeAffinity", "volumeAttributesClassName"),
    }
)
"""All but the volume's source and mode."""
_HINT = "make a PersistentVolume of another name: this one stays bound to what it was made for"


def refused(change: Change) -> Iterator[Wrong]:
    for field in {**change.before("spec"), **change.after("spec")}:
        if field == "csi":
            yield from _driver(change)
        elif field not in _MUTABLE:
            yield from immutable(change, ("spec", field), _HINT)
    if change.before("spec", "nodeAffinity"):
        yield from immutable(change, ("spec", "nodeAffinity"), _HINT)
    name = ("spec", "volumeAttributesClassName")
    if change.before(*name) is not None and change.after(*name) is None:
        yield from immutable(change, name, "write the name of a class")


def _driver(change: Change) -> Iterator[Wrong]:
    before, after = change.before("spec", "csi"), change.after("spec", "csi")
    if before is None or after is None:
        yield from immutable(change, ("spec", "csi"), _HINT)
        return
    for field in {**before, **after}:
        if field != "controllerExpandSecretRef" or field in before:
            yield from immutable(change, ("spec", "csi", field), _HINT)
