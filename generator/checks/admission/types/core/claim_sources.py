"""What a claim is filled from: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#data-source-references

In a template of claims all of it is looked at. In a claim itself, what was never allowed there is dropped first.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, conflict, missing, unsupported
from generator.json_types import JsonMap

_SNAPSHOT = ("snapshot.storage.k8s.io", "VolumeSnapshot")


def of_template(spec: JsonMap) -> Iterator[Wrong]:
    yield from _sources(spec.get("dataSource"), spec.get("dataSourceRef"))


def of_claim(spec: JsonMap) -> Iterator[Wrong]:
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if reference is not None and reference.get("namespace"):
        # From another namespace: an alpha feature, off by default.
        reference = None
    if reference is None and source is not None and not _is_old(source):
        source = None
    yield from _sources(source, reference)


def _is_old(source: JsonMap) -> bool:
    group, kind = source.get("apiGroup") or "", source.get("kind")
    return (not group and kind == "PersistentVolumeClaim") or (group, kind) == _SNAPSHOT


def _sources(source: JsonMap | None, reference: JsonMap | None) -> Iterator[Wrong]:
    for field, value in (("dataSource", source), ("dataSourceRef", reference)):
        if value is not None:
            yield from (wrong.below(field) for wrong in _source(value))
    if source is None or reference is None:
        return
    if reference.get("namespace"):
        hint = "remove dataSource: it cannot name a namespace"
        yield conflict("dataSourceRef names a namespace", hint).below("dataSource")
    elif _identity(source) != _identity(reference):
        yield conflict("dataSource and dataSourceRef differ", "remove dataSource").below("dataSource")


def _identity(source: JsonMap) -> tuple[str | None, str, str]:
    return source.get("apiGroup"), source.get("kind") or "", source.get("name") or ""


def _source(source: JsonMap) -> Iterator[Wrong]:
    group, kind, namespace = (source.get(field) or "" for field in ("apiGroup", "kind", "namespace"))
    yield from (missing(field) for field in ("name", "kind") if not source.get(field))
    if kind and not group and kind != "PersistentVolumeClaim":
        yield unsupported(kind, ("PersistentVolumeClaim",)).below("kind")
    if group and (wrong := formats.dns_subdomain(group)):
        yield wrong.below("apiGroup")
    if namespace and (wrong := formats.dns_label(namespace)):
        yield wrong.below("namespace")
