"""Place -> whom Flux tells what happens.

https://fluxcd.io/flux/components/notification/alerts/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.delivery.flux.images import updates_anything
from generator.delivery.flux.part import Part, instance, made, named
from generator.delivery.flux.source import reference
from generator.delivery.place import Place
from generator.json_types import JsonMap

API = "notification.toolkit.fluxcd.io/v1beta3"


def parts(place: Place) -> Iterator[Part]:
    wanted = place.environment.delivery["flux"].get("notifications") or {}
    if wanted.get("provider"):
        yield Part("provider.yaml", made(place, API, "Provider", named(place), wanted["provider"]))
        yield Part("alert.yaml", made(place, API, "Alert", named(place), alert(place, wanted.get("severity", "error"))))


def alert(place: Place, severity: str) -> JsonMap:
    kinds = ["Kustomization", reference(place)["kind"]]
    kinds += ["ImageRepository", "ImageUpdateAutomation"] if updates_anything(place) else []
    return {
        "providerRef": {"name": named(place)},
        "eventSeverity": severity,
        "eventSources": [{"kind": kind, "name": "*", "matchLabels": instance(place)} for kind in kinds],
        "eventMetadata": {"environment": place.environment.name},
    }
