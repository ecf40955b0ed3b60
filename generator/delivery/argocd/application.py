"""A part of a place -> its Application.

https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.delivery.argocd.parts import Part
from generator.delivery.argocd.project import API, FINALIZER, OWN_CLUSTER, WAVE, destination
from generator.delivery.place import Place
from generator.json_types import Json, JsonMap

READS = "argocd.argoproj.io/manifest-generate-paths"

_LABEL = "kubecatalog.dev"


def application(place: Place, part: Part) -> JsonMap:
    environment = place.environment
    settings = environment.delivery["argocd"]
    metadata: JsonMap = {
        "name": part.name,
        "namespace": settings["namespace"],
        "labels": labels(place, part),
        "annotations": {READS: reads(place, part.reads), WAVE: str(part.wave)},
    }
    if settings["whenRemoved"] == "delete":
        metadata["finalizers"] = [FINALIZER]
    ignored = _ignored(place, part)
    spec: JsonMap = {
        "project": f"{environment.platform}.{environment.name}",
        "source": source(place, part.path),
        "destination": {**destination(place, part.cluster), "namespace": environment.namespace},
        "syncPolicy": _policy(settings, part, ignores=bool(ignored)),
    }
    if ignored:
        spec["ignoreDifferences"] = ignored
    return {"apiVersion": API, "kind": "Application", "metadata": metadata, "spec": spec}


def bootstrap(place: Place, name: str, paths: Sequence[str]) -> JsonMap:
    """The Application that applies the first of these folders, which reads the others, to Argo CD's own cluster."""
    settings = place.environment.delivery["argocd"]
    policy = {
        "automated": {"prune": settings["whenRemoved"] == "delete", "selfHeal": True},
        "retry": settings["retry"],
        "syncOptions": options({"PruneLast": True, "ServerSideApply": True}),
    }
    metadata = {
        "name": name,
        "namespace": settings["namespace"],
        "labels": {"app.kubernetes.io/part-of": place.environment.platform},
        "annotations": {READS: reads(place, paths)},
    }
    spec = {
        "project": name,
        "source": source(place, paths[0]),
        "destination": {"server": OWN_CLUSTER, "namespace": settings["namespace"]},
        "syncPolicy": policy,
    }
    return {"apiVersion": API, "kind": "Application", "metadata": metadata, "spec": spec}


def labels(place: Place, part: Part) -> JsonMap:
    """By these people choose Applications, and steps of a rolling sync do."""
    found = {"app.kubernetes.io/part-of": place.environment.platform, f"{_LABEL}/environment": place.environment.name}
    if part.service:
        found[f"{_LABEL}/service"] = part.service
    if place.names_clusters:
        found[f"{_LABEL}/cluster"] = part.cluster
    return {**found, f"{_LABEL}/wave": str(part.wave)}


def source(place: Place, path: str) -> JsonMap:
    delivery = place.environment.delivery
    return {"repoURL": delivery["repository"], "targetRevision": delivery["branch"], "path": _below(place, path)}


def reads(place: Place, paths: Iterable[str]) -> str:
    """With a slash before it a path starts at the top of the repository."""
    return ";".join(f"/{_below(place, path)}" for path in paths)


def options(wanted: Mapping[str, Json]) -> list[str]:
    texts = {name: str(value).lower() if isinstance(value, bool) else value for name, value in wanted.items()}
    return [f"{name}={text}" for name, text in sorted(texts.items())]


def _below(place: Place, path: str) -> str:
    top = (place.environment.delivery.get("path") or "").strip("/")
    return f"{top}/{path}" if top else path


def _policy(settings: JsonMap, part: Part, *, ignores: bool) -> JsonMap:
    prune = settings["prune"] and all(target.own.get("prune", True) for target in part.targets)
    wanted = dict(settings["syncOptions"])
    if part.is_environment:
        # With its namespace all that is in it would go.
        wanted |= {"Prune": "confirm", "Delete": "confirm"}
    if ignores:
        wanted["RespectIgnoreDifferences"] = True
    automated = {"automated": {"prune": prune, "selfHeal": settings["selfHeal"]}} if settings["automated"] else {}
    return {**automated, "retry": settings["retry"], "syncOptions": options(wanted)}


def _ignored(place: Place, part: Part) -> list[JsonMap]:
    """What an autoscaler decides, of exactly what it scales, and what the platform file says for all."""
    scaled = sorted({item for target in part.targets for item in target.scaled})
    return [
        {"group": group, "kind": kind, "name": name, "jsonPointers": ["/spec/replicas"]} for group, kind, name in scaled
    ] + list(place.environment.delivery["argocd"].get("ignoreDifferences") or ())
