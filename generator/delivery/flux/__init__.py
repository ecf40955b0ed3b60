"""Places -> the objects of Flux: where it reads, what it builds and applies, whom it tells.

https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.delivery.flux import applied, clusters, images, notification, source, tenant
from generator.delivery.flux.part import Part, kustomization
from generator.delivery.place import Document, Place
from generator.tree.ownership import KUSTOMIZATION


def documents(places: Sequence[Place]) -> Iterator[tuple[str, Document]]:
    for place in places:
        name = place.environment.name
        parts = [part for kind in (source, applied, tenant, images, notification) for part in kind.parts(place)]
        listed = sorted(part.path for part in parts if part.is_applied)
        parts.append(Part(KUSTOMIZATION, kustomization(listed)))
        yield from ((f"{name}/{part.path}", Document(part.data, name, part.source)) for part in parts)
        yield from (
            (path, Document(data, name, source_file)) for path, data, source_file in clusters.parts(place, parts)
        )
