"""Place -> the service account that its services are applied as, where that is asked for, and what it may do.

It is built for itself, after the namespace is there: https://fluxcd.io/flux/installation/configuration/multitenancy/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.delivery.flux.part import KUSTOMIZE, Part, folder, identity, kustomization, made, named, path
from generator.delivery.flux.source import reference
from generator.delivery.place import ENVIRONMENT, Place
from generator.json_types import JsonMap
from generator.tree.ownership import KUSTOMIZATION


def name(place: Place) -> str:
    return named(place, "delivery", "tenant")


def parts(place: Place) -> Iterator[Part]:
    settings = place.environment.delivery["flux"]
    if not (settings.get("serviceAccountName") and settings.get("rbac")):
        return
    objects = {"service-account.yaml": _service_account(place), "role-binding.yaml": _role_binding(place)}
    yield Part("tenant.yaml", _kustomization(place))
    yield Part(f"tenant/{KUSTOMIZATION}", kustomization(sorted(objects)), is_applied=False)
    yield from (Part(f"tenant/{file}", data, is_applied=False) for file, data in objects.items())


def _kustomization(place: Place) -> JsonMap:
    settings = place.environment.delivery["flux"]
    shared = place.targets.get(f".{ENVIRONMENT}")
    spec: JsonMap = {
        "interval": settings["interval"],
        "retryInterval": settings["retryInterval"],
        "timeout": settings["timeout"],
        "path": path(place, f"{folder(place)}/tenant"),
        "prune": True,
        "wait": True,
        "force": False,
        "sourceRef": reference(place),
        **({"dependsOn": [{"name": place.name(shared)}]} if shared else {}),
    }
    return made(place, KUSTOMIZE, "Kustomization", name(place), spec)


def _service_account(place: Place) -> JsonMap:
    settings = place.environment.delivery["flux"]
    metadata = {"name": settings["serviceAccountName"], "namespace": settings["namespace"], "labels": identity(place)}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}


def _role_binding(place: Place) -> JsonMap:
    """All rights, for custom resources are in no role of Kubernetes' own; but only in that namespace."""
    settings = place.environment.delivery["flux"]
    api = "rbac.authorization.k8s.io"
    return {
        "apiVersion": f"{api}/v1",
        "kind": "RoleBinding",
        "metadata": {
            "name": named(place, "delivery", "tenant"),
            "namespace": place.environment.namespace,
            "labels": identity(place),
        },
        "roleRef": {"apiGroup": api, "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [
            {"kind": "ServiceAccount", "name": settings["serviceAccountName"], "namespace": settings["namespace"]}
        ],
    }
