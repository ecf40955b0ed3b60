"""A place -> its AppProject: what its Applications may read, where they may write, and what.

https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.delivery.argocd.parts import Part
from generator.delivery.place import Place
from generator.json_types import JsonMap

API = "argoproj.io/v1alpha1"
FINALIZER = "resources-finalizer.argocd.argoproj.io"
"""Of a project: it stays as long as an Application is in it."""

WAVE = "argocd.argoproj.io/sync-wave"

OWN_CLUSTER = "https://kubernetes.default.svc"
"""How Argo CD calls the cluster that it runs in itself."""

_MADE_OF: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("apps", "Deployment"): (("apps", "ReplicaSet"), ("", "Pod")),
    ("apps", "StatefulSet"): (("apps", "ControllerRevision"), ("", "PersistentVolumeClaim"), ("", "Pod")),
    ("apps", "DaemonSet"): (("apps", "ControllerRevision"), ("", "Pod")),
    ("argoproj.io", "Rollout"): (("apps", "ReplicaSet"), ("argoproj.io", "AnalysisRun"), ("", "Pod")),
    ("batch", "CronJob"): (("batch", "Job"), ("", "Pod")),
    ("batch", "Job"): (("", "Pod"),),
    ("", "Service"): (("", "Endpoints"), ("discovery.k8s.io", "EndpointSlice")),
    ("keda.sh", "ScaledObject"): (("autoscaling", "HorizontalPodAutoscaler"),),
}
"""What the cluster's controllers make of a kind. Argo CD shows nothing that a project does not allow, and no logs of
it: without these nobody would see a pod. None of them can do more than what it is made of."""


def project(place: Place, parts: Sequence[Part]) -> JsonMap:
    settings = place.environment.delivery["argocd"]
    targets = [target for part in parts for target in part.targets]
    kinds = {kind for target in targets for kind in target.kinds}
    namespaces = sorted({place.environment.namespace, *(space for _, _, space in kinds if space)})
    spec: JsonMap = {
        "description": f"The environment {place.environment.name} of {place.environment.platform}.",
        "sourceRepos": [place.environment.delivery["repository"]],
        "destinations": [
            {**destination(place, cluster), "namespace": namespace}
            for cluster in sorted({part.cluster for part in parts})
            for namespace in namespaces
        ],
        "clusterResourceWhitelist": [
            {"group": group, "kind": kind, "name": name}
            for group, kind, name in sorted({item for target in targets for item in target.shared})
        ],
        "namespaceResourceWhitelist": _allowed((group, kind) for group, kind, space in kinds if space),
        "orphanedResources": {"warn": False},
        **settings.get("project", {}),
    }
    windows = [_window(window) for window in settings.get("syncWindows") or ()]
    return _project(place, f"{place.environment.platform}.{place.environment.name}", spec, windows)


def bootstrap_project(place: Place, name: str) -> JsonMap:
    """Of the Application that applies all these objects: it may write them, and nothing else."""
    namespace = place.environment.delivery["argocd"]["namespace"]
    kinds = ("AppProject", "Application", "ApplicationSet")
    spec: JsonMap = {
        "description": f"What delivers {name.removesuffix('.bootstrap')}.",
        "sourceRepos": [place.environment.delivery["repository"]],
        "destinations": [{"server": OWN_CLUSTER, "namespace": namespace}],
        "clusterResourceWhitelist": [],
        "namespaceResourceWhitelist": [{"group": "argoproj.io", "kind": kind} for kind in kinds],
    }
    return _project(place, name, spec, [])


def destination(place: Place, cluster: str) -> JsonMap:
    server = (place.environment.clusters[cluster] or {}).get("server")
    return {"server": server} if server else {"name": cluster}


def _project(place: Place, name: str, spec: JsonMap, windows: list[JsonMap]) -> JsonMap:
    metadata = {
        "name": name,
        "namespace": place.environment.delivery["argocd"]["namespace"],
        # There before its Applications.
        "annotations": {WAVE: "-1"},
        "finalizers": [FINALIZER],
    }
    more = {"syncWindows": windows} if windows else {}
    return {"apiVersion": API, "kind": "AppProject", "metadata": metadata, "spec": {**spec, **more}}


def _allowed(kinds: Iterable[tuple[str, str]]) -> list[JsonMap]:
    """An empty list allows nothing."""
    own = set(kinds)
    every = own | {child for kind in own for child in _MADE_OF.get(kind, ())}
    return [{"group": group, "kind": kind} for group, kind in sorted(every)]


def _window(window: JsonMap) -> JsonMap:
    """Argo CD gives a window that selects nothing to no Application."""
    selects = any(window.get(name) for name in ("applications", "namespaces", "clusters"))
    return {**window, **({} if selects else {"applications": ["*"]})}
