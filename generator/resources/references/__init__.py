"""A finished manifest -> what it refers to in other objects, and what comes into the cluster because of it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap, as_map
from generator.resources.references import notes, of_kind
from generator.resources.references.made import Made, made
from generator.resources.references.of_pod import of_pod
from generator.resources.references.pods import POD, template
from generator.resources.references.reference import Reference

__all__ = ["Made", "Reference", "made", "references", "template"]


def references(manifest: JsonMap) -> Iterator[Reference]:
    """Everything that its pods, or a controller, would look for."""
    kind = str(manifest.get("kind", ""))
    if kind in POD:
        yield from of_pod(as_map(template(manifest).get("spec")), (*POD[kind], "spec"))
    if kind in of_kind.TABLE:
        yield from of_kind.references(manifest)
    if kind in notes.KINDS:
        yield from notes.references(manifest)
