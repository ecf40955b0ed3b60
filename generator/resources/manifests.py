"""The `manifests` of a service: resources of any kind, as they were written."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.schemas.manifests import Loader


def emit(plan: ServicePlan) -> Iterator[Resource]:
    """What is no manifest is left out: `model.meaning.escapes` says what is wrong with it."""
    for item in plan.spec.get("manifests", {}).values():
        yield from of(plan, item)


def of(plan: ServicePlan, item: JsonMap) -> Iterator[Resource]:
    """One of `manifests`, which may be a file with several."""
    if "from" not in item:
        found: list[Json] = [item]
    else:
        try:
            found = [document for _, document in documents(plan.files.get(item["from"], ""))]
        except yaml.YAMLError:
            found = []
    yield from (Resource(document) for document in found if is_manifest(document))


def is_manifest(document: Json) -> bool:
    """Whether it says which resource it is."""
    if not isinstance(document, dict) or not isinstance(document.get("metadata"), dict):
        return False
    identity = (document.get("apiVersion"), document.get("kind"), document["metadata"].get("name"))
    return all(isinstance(part, str) and part for part in identity)


def documents(text: str) -> list[tuple[int, Json]]:
    """The manifests of a file that the catalog names, each with its 0-based position; raises yaml.YAMLError."""
    return [(place, item) for place, item in enumerate(yaml.load_all(text, Loader)) if item is not None]
