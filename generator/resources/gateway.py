"""Routes of the Gateway API, of HTTP and of gRPC alike."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.model import routes
from generator.model.plan import Port, ServicePlan
from generator.resources import service

_OWN = ("name", "labels", "annotations", "hostnames", "parentRefs", "rules")


def name_of(plan: ServicePlan, name: str, own: JsonMap) -> str:
    found: str = own.get("name", f"{plan.name}-{name}")
    return found


def body(plan: ServicePlan, own: JsonMap, hosts: list[str]) -> JsonMap:
    """What stands in a route beside its metadata; `hosts` are those that it has by default."""
    names = own.get("hostnames", hosts)
    spec: JsonMap = {key: value for key, value in own.items() if key not in _OWN}
    spec["parentRefs"] = routes.parents(plan.spec, own)
    if names and "*" not in names:
        spec["hostnames"] = names
    spec["rules"] = [_rule(plan, name, rule) for _, name, rule in routes.rules(own)]
    return {"spec": spec}


def _rule(plan: ServicePlan, name: str, rule: JsonMap) -> JsonMap:
    refs = [_backend(plan, ref) for ref in routes.backends(rule)]
    return {
        **({"name": name} if name else {}),
        **rule,
        **({"filters": _filters(plan, rule["filters"])} if "filters" in rule else {}),
        **({"backendRefs": refs} if refs else {}),
    }


FILTERS = {
    "RequestHeaderModifier": "requestHeaderModifier",
    "ResponseHeaderModifier": "responseHeaderModifier",
    "RequestMirror": "requestMirror",
    "RequestRedirect": "requestRedirect",
    "URLRewrite": "urlRewrite",
    "CORS": "cors",
    "ExtensionRef": "extensionRef",
}
"""The types of filters, with the field that each has."""


def filter_type(item: JsonMap) -> str:
    """The type of a filter, which follows from the field that it has."""
    found: str = item.get("type") or next((kind for kind, field in FILTERS.items() if field in item), "")
    return found


def _filters(plan: ServicePlan, filters: list[JsonMap]) -> list[JsonMap]:
    full = []
    for item in filters:
        mirror = item.get("requestMirror")
        more = {"requestMirror": {**mirror, "backendRef": _backend(plan, routes.mirrored(item))}} if mirror else {}
        full.append({"type": filter_type(item), **item, **more})
    return full


def _backend(plan: ServicePlan, ref: JsonMap) -> JsonMap:
    rest = {key: value for key, value in ref.items() if key != "service"}
    if "filters" in rest:
        rest["filters"] = _filters(plan, rest["filters"])
    name, number = address(plan, ref)
    return {**rest, **({"name": name} if name else {}), **({"port": number} if number is not None else {})}


def address(plan: ServicePlan, ref: JsonMap) -> tuple[str, Json]:
    """The name and the port of the Service that a backend means; as written where nothing is known of it."""
    wanted = ref.get("port")
    if not routes.is_service(ref):
        return ref.get("name", ""), wanted
    named = ref.get("service") or ref.get("name") or ""
    front = service.front(plan, named)
    if front:
        return front.name, front.number(wanted)
    if named in plan.services:
        name, ports = plan.services[named]
        return name, service.number(ports, wanted)
    return named, wanted


def reached(plan: ServicePlan, route: JsonMap, of: ServicePlan) -> Iterator[Port]:
    """The ports of the pods of one workload that a route leads to; `of` is the workload that has the route."""
    for _, ref in routes.every_backend(route):
        if routes.is_service(ref):
            name, number = address(of, ref)
            front = service.front(plan, name) if name else None
            if front:
                yield from front.behind(number)
