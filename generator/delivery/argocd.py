"""Places -> the objects of Argo CD: a project for each environment, and its Applications.

https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.place import Document, Place
from generator.json_types import JsonMap

API = "argoproj.io/v1alpha1"


def documents(places: Sequence[Place]) -> Iterator[tuple[str, Document]]:
    for place in places:
        yield f"{place.environment.name}/project.yaml", Document(project(place), place.environment.name, PLATFORM_FILE)


def project(place: Place) -> JsonMap:
    settings = place.environment.delivery["argocd"]
    kinds = sorted({kind for target in place.targets.values() for kind in target.kinds})
    spec: JsonMap = {
        "sourceRepos": [place.environment.delivery["repository"]],
        "clusterResourceWhitelist": [{"group": group, "kind": kind} for group, kind, space in kinds if not space],
        "namespaceResourceWhitelist": [
            dict(item)
            for item in dict.fromkeys((("group", group), ("kind", kind)) for group, kind, space in kinds if space)
        ],
    }
    metadata = {"name": f"{place.environment.platform}.{place.environment.name}", "namespace": settings["namespace"]}
    return {"apiVersion": API, "kind": "AppProject", "metadata": metadata, "spec": spec}
