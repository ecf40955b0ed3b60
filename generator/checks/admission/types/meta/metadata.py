"""An object's metadata: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/

The form of a name depends on the kind, so each kind's module has `named` with the form of its own among its RULES.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Constraint, Rule
from generator.checks.admission.wrong import Wrong, conflict, forbidden, malformed, missing, out_of_range, too_many
from generator.json_types import JsonMap
from generator.schemas.scopes import CLUSTER_SCOPED

MOST_ANNOTATIONS = 256 * 1024
"""Bytes of all keys and values: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"""

_LONGEST_PREFIX = 58
"""Characters that the server keeps of `generateName`, before it adds five."""

_FINALIZERS = frozenset({"foregroundDeletion", "kubernetes", "orphan"})
"""Those without a domain: https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/"""


def named(form: Constraint, *, any_finalizer: bool = False, any_prefix: bool = False) -> Rule:
    """The rule of a kind whose objects' names have this form.

    Some take `any_finalizer`, even without a domain, and some `any_prefix` to generate a name from where there is one.
    """

    def rule(manifest: JsonMap) -> Iterator[Wrong]:
        metadata = manifest.get("metadata") or {}
        yield from (wrong.below("metadata") for wrong in _name(metadata, form, any_prefix))
        for wrong in own(metadata, any_finalizer=any_finalizer):
            if wrong.path != ("namespace",) or not _has_no_namespace(manifest):
                yield wrong.below("metadata")

    return rule


def _has_no_namespace(manifest: JsonMap) -> bool:
    """Of what belongs to no namespace the server drops the one that is written."""
    group, kind = manifest.get("apiVersion", "").rpartition("/")[0], manifest.get("kind", "")
    return (f"{group}/{kind}" if group else kind) in CLUSTER_SCOPED


def _name(metadata: JsonMap, form: Constraint, any_prefix: bool) -> Iterator[Wrong]:
    name, prefix = metadata.get("name"), metadata.get("generateName")
    if not name and not prefix:
        yield missing("name", why="(or `generateName`)")
    if name and (wrong := form(name)):
        yield wrong.below("name")
    if prefix and name and any_prefix:
        if any(character in prefix for character in "/%"):
            yield malformed(prefix, "a prefix without / and %", "write what names begin with").below("generateName")
    elif prefix:
        generated = None if name else form(f"{prefix[:_LONGEST_PREFIX]}xxxxx")
        if wrong := form(_without_dash(prefix)) or generated:
            yield wrong.below("generateName")


def _without_dash(prefix: str) -> str:
    """A prefix may end with a dash, as something follows."""
    return f"{prefix[:-2]}a" if len(prefix) > 1 and prefix.endswith("-") else prefix


def own(metadata: JsonMap, *, any_finalizer: bool = False) -> Iterator[Wrong]:
    """What is wrong with any object's metadata, the name left aside."""
    yield from own_labels(metadata)
    yield from own_annotations(metadata)
    if (namespace := metadata.get("namespace")) and (wrong := formats.dns_label(namespace)):
        yield wrong.below("namespace")
    if finalizers := metadata.get("finalizers"):
        yield from _finalizers(finalizers, any_finalizer)
    if owners := metadata.get("ownerReferences"):
        yield from (wrong.below("ownerReferences") for wrong in _owners(owners))
    yield from _of_the_server(metadata)


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


def finalizer(value: str) -> Wrong | None:
    if wrong := formats.qualified_name(value):
        return wrong
    if "/" in value or value in _FINALIZERS:
        return None
    return malformed(value, "a finalizer with a domain", "write it as example.com/name")


def _finalizers(values: list[str], anything: bool) -> Iterator[Wrong]:
    for position, value in enumerate(values):
        if wrong := formats.qualified_name(value or "") if anything else finalizer(value or ""):
            yield wrong.below("finalizers", position)
    if "orphan" in values and "foregroundDeletion" in values:
        yield conflict("orphan and foregroundDeletion exclude one another", "leave one of them").below("finalizers")


def _owners(owners: list[JsonMap]) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/"""
    controllers = 0
    for position, owner in enumerate(owners):
        for wrong in _owner(owner or {}):
            yield wrong.below(position)
        controllers += bool((owner or {}).get("controller"))
    if controllers > 1:
        yield conflict("only one owner can be the controller", "leave `controller` to one of them")


def _owner(owner: JsonMap) -> Iterator[Wrong]:
    for field in ("apiVersion", "kind", "name", "uid"):
        if not owner.get(field):
            yield missing(field)
    version = owner.get("apiVersion") or "v1"
    if version.count("/") > 1 or version.endswith("/"):
        yield malformed(version, "group/version", "write it as apps/v1, or v1").below("apiVersion")
    if version == "v1" and owner.get("kind") == "Event":
        yield forbidden("an Event cannot own anything", "remove this owner").below("kind")


def _of_the_server(metadata: JsonMap) -> Iterator[Wrong]:
    """What only the server writes: exports of a cluster hold it."""
    if metadata.get("managedFields") is not None:
        yield forbidden("managedFields may not be applied", "remove it").below("managedFields")
    if metadata.get("uid"):
        yield forbidden("uid may not be applied: the server gives an object its own", "remove it").below("uid")
    if (generation := metadata.get("generation") or 0) < 0:
        yield out_of_range(generation, "0 or more", "remove it: the server counts").below("generation")
    version = metadata.get("resourceVersion")
    if version and not (version.isascii() and version.isdigit()):
        yield malformed(version, "a whole number", "remove it: the server counts").below("resourceVersion")
