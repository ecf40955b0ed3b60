"""An object's metadata: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/

The form of a name depends on the kind, so a kind's module puts `metadata` into its FIELDS with the form of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Constraint, Rule
from generator.checks.admission.wrong import Wrong, malformed, missing, too_many
from generator.json_types import JsonMap

MOST_ANNOTATIONS = 256 * 1024
"""Bytes of all keys and values: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"""


def named(form: Constraint) -> Rule:
    """The rule of a kind whose objects' names have this form."""

    def rule(manifest: JsonMap) -> Iterator[Wrong]:
        metadata = manifest.get("metadata") or {}
        name, prefix = metadata.get("name"), metadata.get("generateName")
        if not name and not prefix:
            yield missing("name", why="(or `generateName`)").below("metadata")
        if name and (wrong := form(name)):
            yield wrong.below("metadata", "name")
        # The server cuts the prefix where the whole would be too long, and adds five characters.
        if prefix and not name and (wrong := form(f"{prefix[:58]}xxxxx")):
            yield wrong.below("metadata", "generateName")
        yield from (wrong.below("metadata") for wrong in own(metadata))

    return rule


def own(metadata: JsonMap) -> Iterator[Wrong]:
    """What is wrong with any object's metadata, the name left aside."""
    yield from own_labels(metadata)
    yield from own_annotations(metadata)
    if (namespace := metadata.get("namespace")) and (wrong := formats.dns_label(namespace)):
        yield wrong.below("namespace")
    for position, finalizer in enumerate(metadata.get("finalizers") or ()):
        if wrong := formats.qualified_name(finalizer):
            yield wrong.below("finalizers", position)
        elif "/" not in finalizer and finalizer not in ("orphan", "foregroundDeletion", "kubernetes"):
            hint = "write it as example.com/name"
            yield malformed(finalizer, "a finalizer with a domain", hint).below("finalizers", position)
    yield from (wrong.below("ownerReferences") for wrong in _owners(metadata))
    if metadata.get("managedFields"):
        yield Wrong("forbidden-field", "managedFields may not be applied", "remove it", ("managedFields",))


def own_labels(metadata: JsonMap) -> Iterator[Wrong]:
    for key, value in (metadata.get("labels") or {}).items():
        if wrong := formats.qualified_name(key) or (formats.label_value(value) if value else None):
            yield wrong.below("labels", key)


def own_annotations(metadata: JsonMap) -> Iterator[Wrong]:
    total = 0
    for key, value in (metadata.get("annotations") or {}).items():
        total += len(key.encode()) + len((value or "").encode())
        if wrong := formats.qualified_name(key.lower()):
            yield wrong.below("annotations", key)
    if total > MOST_ANNOTATIONS:
        yield too_many(total, MOST_ANNOTATIONS, "bytes of annotations").below("annotations")


def _owners(metadata: JsonMap) -> Iterable[Wrong]:
    controllers = 0
    for position, owner in enumerate(metadata.get("ownerReferences") or ()):
        for field in ("apiVersion", "kind", "name", "uid"):
            if not owner.get(field):
                yield missing(field).below(position)
        controllers += bool(owner.get("controller"))
    if controllers > 1:
        yield Wrong("conflicting-fields", "only one owner can be the controller", "leave `controller` to one of them")
