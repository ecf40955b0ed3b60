"""Places -> the objects of Flux: for each target a Kustomization, which Flux builds and applies.

https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.place import Document, Place, Target
from generator.json_types import JsonMap
from generator.tree.ownership import KUSTOMIZATION

API = "kustomize.toolkit.fluxcd.io/v1"


def documents(places: Sequence[Place]) -> Iterator[tuple[str, Document]]:
    for place in places:
        name = place.environment.name
        own = {
            f"services/{target.name}.yaml" if target.is_service else f"{target.name}.yaml": Document(
                kustomization(place, target), name, target.source
            )
            for target in place.targets.values()
        }
        yield from ((f"{name}/{path}", document) for path, document in own.items())
        whole: JsonMap = {
            "apiVersion": "kustomize.config.k8s.io/v1beta1",
            "kind": "Kustomization",
            "resources": sorted(own),
        }
        yield f"{name}/{KUSTOMIZATION}", Document(whole, name, PLATFORM_FILE)


def kustomization(place: Place, target: Target) -> JsonMap:
    settings = place.environment.delivery["flux"]
    spec: JsonMap = {
        "interval": settings["interval"],
        "retryInterval": settings["retryInterval"],
        "timeout": target.own.get("timeout", settings["timeout"]),
        "path": f"./{target.path}",
        "prune": target.own.get("prune", True),
        "wait": target.own.get("wait", True),
        "sourceRef": {"kind": "GitRepository", "name": place.environment.platform},
    }
    if target.after:
        spec["dependsOn"] = [{"name": place.name(place.targets[name])} for name in target.after]
    metadata = {"name": place.name(target), "namespace": settings["namespace"]}
    return {"apiVersion": API, "kind": "Kustomization", "metadata": metadata, "spec": spec}
