"""The `manifests` of a service: resources of any kind, as they were written."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.schemas.manifests import Loader


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for manifest in plan.spec.get("manifests", {}).values():
        if "from" in manifest:
            yield from (Resource(document) for document in documents(plan.files.get(manifest["from"], "")))
        else:
            yield Resource(manifest)


def documents(text: str) -> list[JsonMap]:
    """The manifests of a file that the catalog names; raises yaml.YAMLError."""
    return [document for document in yaml.load_all(text, Loader) if document is not None]
