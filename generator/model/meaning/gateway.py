"""Routes of the Gateway API that lead nowhere, or that the Gateway API refuses; hosts that lead to other services."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path
from generator.model import routes
from generator.model.meaning import route_rules
from generator.model.meaning.fault import Fault
from generator.model.meaning.ports import no_port
from generator.model.neighbours import Facts
from generator.model.plan import ServicePlan
from generator.resources import exposure, gateway, service

_READS = ("ports", "service", "services", "kind")


def check(plan: ServicePlan, facts: Mapping[str, Facts], known: Collection[str]) -> Iterator[Fault]:
    """`plan` is that of the service as a whole; `known` names all services, also those whose file cannot be read."""
    for place, workload in plan.placed_workloads:
        for field, target in _elsewhere(workload):
            yield from _backend(workload, (*place, *field), target)
            yield from _other(workload, (*place, *field), target, facts, known)
        for field, own in routes.every(workload.spec):
            at: Path = (*place, *field)
            if not routes.parents(workload.spec, own):
                message = "the route is attached to no Gateway"
                hint = "add `parentRefs:`, or set `gateway` for every route"
                yield Fault("route-without-parent", at, message, hint, reads=("gateway",))
            yield from route_rules.of_route(at, own)
            for path, _, rule in routes.rules(own):
                yield from _rule((*at, *path), rule)
                yield from route_rules.of_rule((*at, *path), rule)
            for path, ref in routes.every_backend(own):
                if routes.is_service(ref):
                    yield from _backend(workload, (*at, *path), ref)
                    yield from _other(workload, (*at, *path), ref, facts, known)


def _elsewhere(plan: ServicePlan) -> Iterator[tuple[Path, JsonMap]]:
    """What hosts lead to beside the workload's own Services."""
    if routes.leads_elsewhere(plan.spec):
        found = (item for way in (exposure.INGRESS, exposure.GATEWAY) for item in exposure.targets(plan, way))
        for field, target in found:
            if target.get("service") and service.front(plan, target["service"]) is None:
                yield field, target


def _backend(plan: ServicePlan, field: Path, ref: JsonMap) -> Iterator[Fault]:
    named = ref.get("service") or ref.get("name") or ""
    front = service.front(plan, named)
    if front is None and not named:
        message = "there is no Service to send traffic to"
        yield Fault("expose-without-service", field, message, "add `port:`, or name a `service`", reads=_READS)
    if front and front.type == "ExternalName":
        message = f'the Service "{front.name}" stands for a host outside, and no route may lead there'
        yield Fault("expose-without-address", field, message, "give it another type", reads=_READS)
    elif front or named in plan.services:
        ports: JsonMap = {name: port["port"] for name, port in front.ports.items()} if front else {}
        ports = ports or plan.services.get(named, ["", {}])[1]
        wanted = ref.get("port")
        number = service.number(ports, wanted)
        if number is None or number not in ports.values():
            whose = f'the Service "{front.name if front else named}"'
            yield no_port((*field, "port") if wanted else field, wanted or "http", list(ports), whose, _READS)


def _other(
    plan: ServicePlan, field: Path, ref: JsonMap, facts: Mapping[str, Facts], known: Collection[str]
) -> Iterator[Fault]:
    """A backend that is none of the service's own."""
    named = ref.get("service") or ref.get("name") or ""
    if not named or named in plan.services or service.front(plan, named):
        return
    environment = plan.environment.name
    if "service" not in ref:  # the name of a Service that the catalog need not know
        if not isinstance(ref.get("port"), int):
            message = f'only a number can be a port of "{named}", which the catalog does not know'
            yield Fault("unknown-port", field, message, "write the number as `port`")
    elif named not in known:
        choice = [*(found.name for found in service.fronts(plan)), *known]
        hint = did_you_mean(named, choice) or "name one of `services`, or another service of the catalog"
        yield Fault("unknown-service", (*field, "service"), f'there is no Service "{named}"', hint, reads=_READS)
    elif named in facts and environment not in facts[named]:
        message = f'the service "{named}" does not exist in {environment}'
        hint = "enable it there, or lead elsewhere"
        yield Fault("absent-dependency", (*field, "service"), message, hint, reads=("enabled",))
    elif named in facts and named not in facts[named][environment]["services"]:  # or else our own file has a mistake
        message = f'the service "{named}" has no Service'
        yield Fault("unknown-service", (*field, "service"), message, "give it a port", reads=_READS)


def _rule(field: Path, rule: JsonMap) -> Iterator[Fault]:
    backends = rule.get("backendRefs") or []
    if backends and all(ref.get("weight") == 0 for ref in backends):
        message = "every backend has the weight 0, so each request fails"
        yield Fault("zero-weights", (*field, "backendRefs"), message, "give one of them a weight")
    types = [gateway.filter_type(item) for item in rule.get("filters", [])]
    for index, kind in enumerate(types):
        place: Path = (*field, "filters", index)
        item = rule["filters"][index]
        if kind not in gateway.FILTERS or (kind != "ExtensionRef" and gateway.FILTERS[kind] not in item):
            message = f"the filter has no `{gateway.FILTERS.get(kind, 'type')}`"
            yield Fault("missing-field", place, message, f"its kinds are {', '.join(gateway.FILTERS.values())}")
        elif kind in types[:index] and kind not in ("RequestMirror", "ExtensionRef"):
            yield Fault("duplicate-filter", place, f"a rule has one {kind}, and this is a second one", "make them one")
        elif _replaces_prefix(item) and not _matches_prefix(rule):
            message = "a prefix can be replaced only where the rule matches one, and nothing else"
            hint = "give the rule one match, with `path: {type: PathPrefix, value: ...}`"
            yield Fault("prefix-without-match", place, message, hint)
    if "RequestRedirect" in types and rule.get("backendRefs"):
        message = "a rule that redirects sends nothing to a backend"
        yield Fault("redirect-with-backend", (*field, "backendRefs"), message, "remove them, or make two rules")
    if "RequestRedirect" in types and "URLRewrite" in types:
        place = (*field, "filters", types.index("URLRewrite"))
        message = "a rule redirects or rewrites, not both"
        yield Fault("redirect-with-rewrite", place, message, "let the redirect name host and path")


def _replaces_prefix(item: JsonMap) -> bool:
    paths: list[Json] = [item.get(name, {}).get("path") or {} for name in ("requestRedirect", "urlRewrite")]
    return any("replacePrefixMatch" in path for path in paths)


def _matches_prefix(rule: JsonMap) -> bool:
    matches = rule.get("matches") or [{}]
    return len(matches) == 1 and matches[0].get("path", {}).get("type", "PathPrefix") == "PathPrefix"
