"""Catalog data -> the plan of one service in one environment. Pure: the same data always gives the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from msgspec import Struct, field

from generator.json_types import Json, JsonMap
from generator.language import OF_SERVICE_ONLY, checks, delivery
from generator.language import environment as environment_language
from generator.language.platform import ENVIRONMENT_DEFAULTS
from generator.language.resources import SIZES
from generator.model import placeholders
from generator.model.facts import claim_owners
from generator.model.layers import environment_fields, environment_values
from generator.model.merge import finish, merge
from generator.model.neighbours import Facts
from generator.model.plan import MAIN, Ciphertexts, Environment, Peer, Port, ServicePlan, component_of


class Fields(Struct, frozen=True):
    """Fields of Kubernetes' own that a service takes under their own names (see `catalog.schema`)."""

    pod: tuple[str, ...] = ()
    container: tuple[str, ...] = ()
    workload: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the kind of workload."""


def environment(platform: JsonMap, name: str, default_version: str) -> Environment:
    fields = environment_fields(platform, name)
    values = environment_values(platform, name, fields)
    return Environment(
        name=name,
        platform=values["platform"],
        kubernetes=fields.get("kubernetes", default_version),
        namespace=placeholders.fill(fields["namespace"], values),
        domain=placeholders.fill(fields.get("domain", ""), values),
        cluster=placeholders.fill(fields.get("cluster", ""), values),
        own=_own(fields, values),
        api_versions=fields.get("apiVersions"),
        missing_apis=fields.get("missingApis", "error"),
        ingress_namespace=fields.get("ingressNamespace", ""),
        gateway_namespace=fields.get("gatewayNamespace", ""),
        prometheus=placeholders.fill(fields.get("prometheus", ""), values),
        monitoring_namespace=fields.get("monitoringNamespace", ""),
        secret_store={key: placeholders.fill(text, values) for key, text in fields.get("secretStore", {}).items()},
        manifests=fields.get("manifests", []),
        patches=fields.get("patches", []),
        variables=fields.get("variables", {}),
        checks=checks_of(platform, fields),
        production=bool(fields.get("production")),
        clusters=_clusters(name, fields, values),
        delivery=delivery_of(platform, fields),
    )


def _clusters(environment: str, fields: JsonMap, values: Mapping[str, str]) -> JsonMap:
    several = {name: own or {} for name, own in (fields.get("clusters") or {}).items()}
    if several:
        return several
    one = placeholders.fill(fields.get("cluster", ""), values)
    return {environment: {"server": one}} if "://" in one else {one or environment: {}}


def delivery_of(platform: JsonMap, fields: JsonMap) -> JsonMap:
    """How an environment with these fields is delivered; empty where no controller is told of it."""
    shared = delivery.expanded(platform.get("delivery") or {})
    merged = dict(merge(shared, fields.get("delivery") or {}))
    wanted = {name: merged.pop(name, None) for name in delivery.CONTROLLERS}
    told = {
        name: _with_defaults(known, finish(merge(known, dict(wanted[name]))))
        for name, known in delivery.CONTROLLERS.items()
        if wanted[name] is not None
    }
    return {**delivery.DEFAULTS, **finish(merged), **told} if told else {}


def _with_defaults(known: JsonMap, settings: JsonMap) -> JsonMap:
    """The settings with those that no delivery is without."""
    found = {**known, **settings}
    for name, default in known.items():
        if isinstance(default, dict) and name not in delivery.REMOVABLE and isinstance(found[name], dict):
            found[name] = _with_defaults(default, found[name])
    return found


def checks_of(platform: JsonMap, fields: JsonMap) -> JsonMap:
    """What the manifests of an environment with these fields are held to."""
    shared = finish(checks.expanded(platform.get("checks") or {}))
    merged: JsonMap = finish(merge(shared, fields.get("checks") or {}))
    return merged


def _own(fields: JsonMap, values: Mapping[str, str]) -> JsonMap:
    """What the environment has itself (`language.environment`); the priority class of production among it."""
    own = {name: fields[name] for name in environment_language.FIELDS if name in fields}
    for name in ("labels", "annotations", "namespaceLabels", "namespaceAnnotations"):
        if name in own:
            own[name] = {key: placeholders.fill(text, values) for key, text in own[name].items()}
    wanted = fields.get("priorityClass")
    if fields.get("production") and wanted == ENVIRONMENT_DEFAULTS["priorityClass"]:
        name = placeholders.fill(wanted, values)
        classes = own.get("priorityClasses", {})
        own["priorityClasses"] = {**classes, name: {**environment_language.PRODUCTION, **classes.get(name, {})}}
    return own


def sizes_of(platform: JsonMap) -> JsonMap:
    sizes: JsonMap = finish(merge(SIZES, platform.get("sizes") or {}))
    return sizes


class Context(Struct, frozen=True):
    """What the plan of a service needs beside its own fields."""

    sizes: JsonMap
    fields: Fields
    files: Mapping[str, str]
    facts: Mapping[str, Facts]
    """Facts by service, of the services that this one depends on and of those that depend on it."""
    binaries: Mapping[str, bytes] = field(default_factory=dict)
    ciphertexts: Ciphertexts = field(default_factory=dict)


def service_plan(service: str, spec: JsonMap, environment: Environment, context: Context) -> ServicePlan:
    """`spec` is what `layers` gives: canonical and merged. Dependencies that do not exist here are left out."""
    values = environment.values(service, spec)
    filled = _filled(spec, values)
    depends_on = spec.get("dependsOn", {}).values()
    stem = filled.get("name", service)
    whole = ServicePlan(
        service=service,
        environment=environment,
        spec=filled,
        stem=stem,
        files=dict(context.files),
        binaries=dict(context.binaries),
        ciphertexts=context.ciphertexts,
        dependencies=tuple(_dependencies(depends_on, environment.name, context.facts)),
        dependents=tuple(_dependents(service, environment.name, context.facts)),
        services=_services(service, environment.name, context.facts),
        routed=tuple(_routed(service, environment.name, context.facts)),
        claims=_claims(filled, environment.name, context.facts),
        sizes=context.sizes,
        pod_fields=context.fields.pod,
        container_fields=context.fields.container,
        workload_fields=context.fields.workload,
    )
    main = replace(whole, component=component_of(MAIN, filled))
    further = [
        replace(whole, component=component_of(name, own), spec=_of_workload(filled, name, own, stem))
        for name, own in filled.get("workloads", {}).items()
    ]
    return replace(whole, workloads=(main, *further))


def _filled(spec: JsonMap, values: Mapping[str, str]) -> JsonMap:
    """The fields with every placeholder replaced, those of the further workloads too."""
    filled = placeholders.filled(spec, values)
    if "workloads" not in spec:
        return filled
    workloads = {
        name: placeholders.filled(own, {**values, "component": component_of(name, own)})
        for name, own in spec["workloads"].items()
    }
    return {**filled, "workloads": workloads}


def _of_workload(service: JsonMap, name: str, spec: JsonMap, stem: str) -> JsonMap:
    """The fields of a further workload, with those that the service has as a whole."""
    whole = {field: value for field, value in service.items() if field in OF_SERVICE_ONLY}
    return {**whole, "name": f"{stem}-{name}", **spec}


def _dependencies(depends_on: Iterable[JsonMap], environment: str, facts: Mapping[str, Facts]) -> Iterable[Peer]:
    for item in depends_on:
        other = facts[item["service"]].get(environment) if item.get("service") in facts else None
        if other:
            yield Peer(item["service"], other["selector"], ports_of(other, item.get("ports")))


def _claims(spec: JsonMap, environment: str, facts: Mapping[str, Facts]) -> JsonMap:
    """The claims of the services whose volumes some workload mounts."""
    owners = claim_owners(spec)
    return {name: facts[name].get(environment, {}).get("claims", {}) for name in owners if name in facts}


def _dependents(service: str, environment: str, facts: Mapping[str, Facts]) -> Iterable[Peer]:
    own = facts[service].get(environment) if service in facts else None
    for name in sorted(facts):
        other = facts[name].get(environment)
        for item in other["dependsOn"] if other and own else ():
            if item.get("service") == service:
                yield Peer(name, other["selector"] if other else {}, ports_of(own or {}, item.get("ports")))


def _services(service: str, environment: str, facts: Mapping[str, Facts]) -> JsonMap:
    """The Services that the routes of a service can name: its own, and the main ones of others that they do name."""
    own = facts[service].get(environment) if service in facts else None
    if not own or "routes" not in own:
        return {}  # it has no routes, or its file has a mistake
    named = {route["service"] for route in own["routes"]} - own["services"].keys()
    others = {name: facts[name].get(environment) for name in sorted(named) if name in facts}
    main = {name: other["services"][name] for name, other in others.items() if other and name in other["services"]}
    return {**main, **own["services"]}


def _routed(service: str, environment: str, facts: Mapping[str, Facts]) -> Iterable[JsonMap]:
    for name in sorted(facts):
        routes = (facts[name].get(environment) or {}).get("routes", ()) if name != service else ()
        for route in routes:
            if route["service"] == service:
                yield {"port": route["port"], "from": route["from"]}


def ports_of(facts: JsonMap, wanted: Json) -> tuple[Port, ...]:
    """The ports that a dependency asks for, of those that the service has; all of them where it names none."""
    ports = [Port(name, number, protocol) for name, (number, protocol) in sorted(facts["ports"].items())]
    if not wanted:
        return tuple(ports)
    return tuple(port for port in ports if port.name in wanted or port.number in wanted)
