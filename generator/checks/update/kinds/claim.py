"""PersistentVolumeClaim: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims

A claim is taken for one that has its volume: one that waits for it may change even less.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, differences, told
from generator.json_types import JsonMap
from generator.quantity import parse

KIND = ("", "PersistentVolumeClaim")

_SIZE = ("spec", "resources", "requests", "storage")
_CLASS = ("spec", "storageClassName")
_ANNOTATION = ("metadata", "annotations", "volume.beta.kubernetes.io/storage-class")
_SOURCES = ("PersistentVolumeClaim", "VolumeSnapshot")
_HINT = "make a claim of another name, and copy the data; deleting this one may delete its volume"


def prepare(live: JsonMap) -> None:
    spec = live.setdefault("spec", {})
    _drop_source_elsewhere(spec)
    _drop_other_source(spec)
    _level(spec)


def _drop_source_elsewhere(spec: JsonMap) -> None:
    """A source in another namespace belongs to a feature that is off: the server drops it where there was none."""
    if (spec.get("dataSourceRef") or {}).get("namespace"):
        del spec["dataSourceRef"]


def _drop_other_source(spec: JsonMap) -> None:
    """Of the older of the two fields a server keeps only what that was made for, unless it holds something already."""
    if (spec.get("dataSource") or {}).get("kind") not in _SOURCES:
        spec.pop("dataSource", None)


def _level(spec: JsonMap) -> None:
    """A server keeps the two fields for a source equal."""
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if source is not None and reference is None:
        spec["dataSourceRef"] = source
    elif reference is not None and source is None and not reference.get("namespace"):
        spec["dataSource"] = reference


def settle(live: JsonMap, applied: JsonMap) -> None:
    before, spec = live["spec"], applied.setdefault("spec", {})
    if before.get("dataSourceRef") is None:
        _drop_source_elsewhere(spec)
    if before.get("dataSource") is None:
        _drop_other_source(spec)
    _level(spec)


def refused(change: Change) -> Iterator[Wrong]:
    yield from _size(change)
    annotation_moved = change.before(*_ANNOTATION) and _is_moved(change)
    if not annotation_moved and change.changed(*_ANNOTATION):
        yield Wrong("immutable-field", f"may not be changed: {told(change, _ANNOTATION)}", _HINT, _ANNOTATION)
    skipped = {"volumeAttributesClassName"}
    if annotation_moved or (change.before("spec", "storageClassName") is None and not change.before(*_ANNOTATION)):
        # A claim that was made before there was a default class may be given one.
        skipped.add("storageClassName")
    if not change.before("spec", "volumeName"):
        skipped.add("volumeName")
    for place in differences(change.before("spec"), change.after("spec"), ("spec",)):
        if place != _SIZE and place[1] not in skipped:
            yield Wrong("immutable-field", f"may not be changed: {told(change, place)}", _HINT, place)
            return


def _is_moved(change: Change) -> bool:
    """Whether the class goes from the old annotation to its field."""
    name = change.before(*_ANNOTATION)
    return bool(
        change.before("spec", "storageClassName") is None
        and change.after("spec", "storageClassName") == name
        and change.after(*_ANNOTATION) in (None, name)
    )


def _size(change: Change) -> Iterator[Wrong]:
    before, after = parse(change.before(*_SIZE)), parse(change.after(*_SIZE))
    if before is None or after is None or before == after:
        return
    if after < before:
        yield Wrong("shrinking-volume", f"a volume cannot shrink: {told(change, _SIZE)}", _HINT, _SIZE)
        return
    name = change.before(*_CLASS)
    if name is None:
        # One that has no class gets the default, if there is one; and may be given one.
        name = change.before(*_ANNOTATION) or change.after(*_CLASS)
    if name == "" or (name is None and "" not in change.expandable):
        hint = _HINT if name == "" else "write the `storageClassName` that the claim has got in the cluster"
        yield Wrong("immutable-field", f"a volume without a class cannot grow: {told(change, _SIZE)}", hint, _SIZE)
    elif change.expandable.get(name or "") is False:
        message = f"the class {name or 'that is the default'} does not let volumes grow: {told(change, _SIZE)}"
        yield Wrong("immutable-field", message, "set `allowVolumeExpansion: true` in the StorageClass", _SIZE)
