"""HTTPRoute of the Gateway API: the hosts of `expose` where there is a `gateway`, and those of `httpRoutes`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model import routes
from generator.model.plan import Resource, ServicePlan
from generator.resources import exposure, gateway
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if "gateway" in plan.spec:
        yield from _exposed(plan)
    for name, own in plan.spec.get("httpRoutes", {}).items():
        yield resource(
            plan,
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            gateway.name_of(plan, name, own),
            gateway.body(plan, own, exposure.host_names(plan)),
            labels=own.get("labels"),
            annotations=own.get("annotations"),
        )


def _exposed(plan: ServicePlan) -> Iterator[Resource]:
    """One route for all hosts that have the same paths; the first has the plain name."""
    groups: list[tuple[str, list[str], list[JsonMap]]] = []
    for key, entry in exposure.hosts(plan, exposure.GATEWAY):
        same = next((names for _, names, paths in groups if paths == exposure.paths(entry)), None)
        if same is None:
            groups.append((key, [entry["host"]], exposure.paths(entry)))
        else:
            same.append(entry["host"])
    own = plan.spec["gateway"]
    name = plan.spec.get("ingress", {}).get("name", plan.name)
    for index, (key, names, paths) in enumerate(groups):
        spec: JsonMap = {"parentRefs": routes.parents(plan.spec)}
        if "*" not in names:
            spec["hostnames"] = names
        spec["rules"] = [_rule(plan, path) for path in paths]
        yield resource(
            plan,
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            f"{name}-{_stem(key)}" if index else name,
            {"spec": spec},
            labels=own.get("labels"),
            annotations=own.get("annotations"),
        )


def _stem(key: str) -> str:
    """A host as part of a name: `www.{domain}` as `www-domain`."""
    return re.sub(r"[^a-z0-9]+", "-", key.replace("*", "any").lower()).strip("-")


_TYPES = {"Exact": "Exact", "Prefix": "PathPrefix", "ImplementationSpecific": "PathPrefix"}


def _rule(plan: ServicePlan, path: JsonMap) -> JsonMap:
    name, number = exposure.address(plan, path)
    return {
        "matches": [{"path": {"type": _TYPES[path.get("pathType", "Prefix")], "value": path["path"]}}],
        "backendRefs": [{"name": name, "port": number}],
    }
