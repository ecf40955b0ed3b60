"""PersistentVolume: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, differences, immutable
from generator.json_types import Path

KIND = ("", "PersistentVolume")

_MUTABLE = frozenset(
    {
        *("accessModes", "capacity", "claimRef", "mountOptions", "persistentVolumeReclaimPolicy", "storageClassName"),
        *("nodeAffinity", "volumeAttributesClassName"),
    }
)
"""All but the volume's source and mode."""
_NEW_LABELS = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
}
"""https://kubernetes.io/docs/reference/labels-annotations-taints/"""
_HINT = "make a PersistentVolume of another name: this one stays bound to what it was made for"


def refused(change: Change) -> Iterator[Wrong]:
    for field in {**change.before("spec"), **change.after("spec")}:
        if field == "csi":
            yield from _driver(change)
        elif field not in _MUTABLE:
            yield from immutable(change, ("spec", field), _HINT)
    if change.before("spec", "nodeAffinity") and not _only_renewed(change):
        yield from immutable(change, ("spec", "nodeAffinity"), _HINT)
    name = ("spec", "volumeAttributesClassName")
    if change.before(*name) is not None and change.after(*name) is None:
        yield from immutable(change, name, "write the name of a class")


def _only_renewed(change: Change) -> bool:
    """Whether nothing changes but labels from their beta to what they are called now."""
    places = list(differences(change.before("spec", "nodeAffinity"), change.after("spec", "nodeAffinity")))
    return all(place[-1:] == ("key",) and _renewed(change, ("spec", "nodeAffinity", *place)) for place in places)


def _renewed(change: Change, place: Path) -> bool:
    old, new = str(change.before(*place)), str(change.after(*place))
    return _NEW_LABELS.get(old) == new


def _driver(change: Change) -> Iterator[Wrong]:
    before, after = change.before("spec", "csi"), change.after("spec", "csi")
    if before is None or after is None:
        yield from immutable(change, ("spec", "csi"), _HINT)
        return
    for field in {**before, **after}:
        if field != "controllerExpandSecretRef" or field in before:
            yield from immutable(change, ("spec", "csi", field), _HINT)
