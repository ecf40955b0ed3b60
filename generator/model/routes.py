"""Routes of the Gateway API, from the canonical fields of a service: their parents, rules and backends."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.model.plan import Environment

FIELDS = ("httpRoutes", "grpcRoutes")


def parents(spec: JsonMap, own: JsonMap | None = None) -> list[JsonMap]:
    """The `parentRefs` of a route with the fields `own`: its own, or those that `gateway` stands for."""
    gateway = spec.get("gateway") or {}
    one = {key: gateway[key] for key in ("name", "namespace", "sectionName", "port") if key in gateway}
    return (own or {}).get("parentRefs") or gateway.get("parentRefs") or ([one] if one else [])


def namespaces(spec: JsonMap, environment: Environment, own: JsonMap | None = None) -> list[str]:
    """Where the proxies run that a route's requests come from."""
    if environment.gateway_namespace:
        return [environment.gateway_namespace]
    return sorted({parent.get("namespace", environment.namespace) for parent in parents(spec, own)})


def rules(own: JsonMap) -> Iterator[tuple[Path, str, JsonMap]]:
    """The rules of a route: the field of each within it, its name where it has one, and what is written of it."""
    written: Json = own.get("rules") or [{}]
    if isinstance(written, dict):
        yield from ((("rules", name), name, rule) for name, rule in written.items())
    else:
        yield from ((("rules", index), "", rule) for index, rule in enumerate(written))


def backends(rule: JsonMap) -> list[JsonMap]:
    """The backends of a rule as written: the service itself, where it names none and nothing else answers."""
    answering = any("requestRedirect" in item or "extensionRef" in item for item in rule.get("filters", []))
    found: list[JsonMap] = rule.get("backendRefs") or ([] if answering or "backendRefs" in rule else [{}])
    return found


def mirrored(item: JsonMap) -> JsonMap:
    found: JsonMap = item["requestMirror"].get("backendRef") or {}
    return found


def is_service(ref: JsonMap) -> bool:
    """Whether a backend is a Service of the same namespace."""
    return ref.get("kind", "Service") == "Service" and not ref.get("group") and "namespace" not in ref


def every(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    """The routes that stand in the fields for them, with their own fields."""
    for field in FIELDS:
        for name, own in spec.get(field, {}).items():
            yield (field, name), own


def every_backend(own: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    """The backends of a route, also those that requests are mirrored to, with their fields within it."""
    for path, _, rule in rules(own):
        for index, ref in enumerate(backends(rule)):
            field: Path = (*path, "backendRefs", index) if rule.get("backendRefs") else path
            yield field, ref
            yield from _mirrors((*field, "filters"), ref.get("filters", []))
        yield from _mirrors((*path, "filters"), rule.get("filters", []))


def _mirrors(path: Path, filters: list[JsonMap]) -> Iterator[tuple[Path, JsonMap]]:
    for index, item in enumerate(filters):
        if "requestMirror" in item:
            yield (*path, index, "requestMirror", "backendRef"), mirrored(item)


def leads_elsewhere(spec: JsonMap) -> bool:
    """Whether a workload has routes, or hosts with a backend that is said by the name of a service."""
    return any(field in spec for field in FIELDS) or any(True for _ in _named_by_hosts(spec))


def to_others(spec: JsonMap, environment: Environment) -> Iterator[JsonMap]:
    """The backends that are said by the name of a service: `service`, `port`, and the namespaces of the Gateways and
    ingress controllers that send to them."""
    for ways, target in _named_by_hosts(spec):
        proxies = [environment.ingress_namespace] if "Ingress" in ways else []
        proxies += namespaces(spec, environment) if "Gateway" in ways else []
        yield {"service": target["service"], "port": target.get("port"), "from": sorted(set(proxies))}
    for _, own in every(spec):
        for _, ref in every_backend(own):
            if ref.get("service"):
                yield {"service": ref["service"], "port": ref.get("port"), "from": namespaces(spec, environment, own)}


def way_of(spec: JsonMap, entry: JsonMap) -> str:
    """How a host of `expose` is reachable: by `Ingress`, `Gateway` or `Both`."""
    way: str = entry.get("via") or ("Gateway" if spec.get("gateway") else "Ingress")
    return way


def _named_by_hosts(spec: JsonMap) -> Iterator[tuple[tuple[str, ...], JsonMap]]:
    """The backends of `expose` and `ingress` that name a service, and the ways that lead there."""
    for entry in spec.get("expose", {}).values():
        way = way_of(spec, entry)
        for path in entry.get("paths") or ():
            if path.get("service"):
                yield (("Ingress", "Gateway") if way == "Both" else (way,)), path
    fallback = spec.get("ingress", {}).get("defaultBackend") or {}
    if fallback.get("service"):
        yield ("Ingress",), fallback
