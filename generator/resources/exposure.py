"""The hosts of `expose`: by which way each is reachable, and on which Service's port."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.model import routes
from generator.model.plan import Port, ServicePlan
from generator.resources import service

INGRESS, GATEWAY = "Ingress", "Gateway"


def hosts(plan: ServicePlan, way: str = "") -> Iterator[tuple[str, JsonMap]]:
    """The entries of `expose` by key that go this way; all of them without one."""
    for key, entry in plan.spec.get("expose", {}).items():
        if not way or way_of(plan, entry) in (way, "Both"):
            yield key, entry


def way_of(plan: ServicePlan, entry: JsonMap) -> str:
    return routes.way_of(plan.spec, entry)


def host_names(plan: ServicePlan, way: str = "") -> list[str]:
    return list(dict.fromkeys(entry["host"] for _, entry in hosts(plan, way) if "host" in entry))


def paths(entry: JsonMap) -> list[JsonMap]:
    return entry.get("paths") or [{"path": "/"}]


def default_backend(plan: ServicePlan) -> JsonMap | None:
    """The backend of the Ingress for what no host takes; a Gateway without any Ingress beside it has none."""
    found: JsonMap | None = plan.spec.get("ingress", {}).get("defaultBackend")
    return None if plan.spec.get("gateway") and next(hosts(plan, INGRESS), None) is None else found


def targets(plan: ServicePlan, way: str) -> Iterator[tuple[Path, JsonMap]]:
    """What leads to a Service from outside this way: its field, and the map with `service` and `port` in it."""
    for key, entry in hosts(plan, way):
        for index, path in enumerate(paths(entry)):
            yield ("expose", key, "paths", index), path
    backend = default_backend(plan)
    if way == INGRESS and backend is not None:
        yield ("ingress", "defaultBackend"), backend


def reached(plan: ServicePlan, way: str) -> Iterator[Port]:
    """The ports of the pods that are reachable this way."""
    for _, target in targets(plan, way):
        front = service.front(plan, target.get("service", ""))
        if front:
            yield from front.behind(target.get("port"))


def address(plan: ServicePlan, target: JsonMap) -> tuple[str, Json]:
    """The name of the Service and the number of its port (or its name, where that is all that is known)."""
    named = target.get("service", "")
    front = service.front(plan, named)
    if front:
        return front.name, front.number(target.get("port"))
    if named in plan.services:
        name, ports = plan.services[named]
        return name, service.number(ports, target.get("port"))
    return named or service.name_of(plan), target.get("port")
