"""What is delivered -> the objects that tell Flux and Argo CD of it, as files below `delivery/`.

Each controller reads a folder of its own, so adding one changes no byte of what the other reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.delivery import argocd, flux
from generator.delivery.place import Document, Place

FOLDER = "delivery"

__all__ = ["FOLDER", "Document", "documents"]


def documents(places: Sequence[Place]) -> dict[str, Document]:
    """Every file by its path; `places` are all environments that a controller is told of."""
    found: dict[str, Document] = {}
    for name, controller in (("flux", flux), ("argocd", argocd)):
        own = [place for place in places if name in place.environment.delivery]
        found.update((f"{FOLDER}/{name}/{path}", document) for path, document in controller.documents(own))
    return dict(sorted(found.items()))
