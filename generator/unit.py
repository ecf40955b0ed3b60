"""One unit (a service, or what belongs to the environments) -> its resources, its files in the tree, its findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from generator.catalog import load, syntax
from generator.findings import Finding, Source
from generator.json_types import JsonMap
from generator.json_types import Path as ValuePath
from generator.model import placeholders
from generator.model.catalog import Catalog, Service
from generator.model.layers import giver
from generator.model.meaning import faults
from generator.model.meaning.doubt import Doubts
from generator.model.meaning.escapes import check_patches, manifest_faults
from generator.model.meaning.fault import Fault
from generator.model.neighbours import Facts
from generator.model.plan import Environment, Resource
from generator.resources import Scope, config_map, emitted, environment, of_environment, of_service
from generator.secrets import gather
from generator.tree.factor import factor
from generator.tree.layout import Files, files


class Unit(Struct):
    """`resources` by environment in which the unit exists."""

    name: str
    source: str
    resources: dict[str, list[Resource]] = field(default_factory=dict)
    neutral: list[Resource] = field(default_factory=list)
    """What it would be where no environment has a say."""
    findings: list[Finding] = field(default_factory=list)
    secrets: JsonMap = field(default_factory=dict)
    """By environment, what it has to do with Secrets, where that is anything: those that it keeps encrypted (`kept`),
    that its resources use (`uses`), that a controller makes (`made`)."""
    updates: dict[str, list[JsonMap]] = field(default_factory=dict)
    """By environment, the image policies of its images (`delivery.flux.image_policies`)."""

    @property
    def broken(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def files(self, catalog: Catalog) -> Files:
        namespaces = {name: catalog.environments[name].namespace for name in self.resources}
        return files(self.name, factor(self.resources, namespaces, self.neutral), self.source)


def environment_unit(catalog: Catalog, scope: Scope) -> Unit:
    """The unit of what belongs to the environments themselves."""
    unit = Unit(environment.RESERVED, load.PLATFORM_FILE)
    found = [finding for plan in catalog.environments.values() for finding in _environment_findings(catalog, plan)]
    unit.findings = list(dict.fromkeys(found))
    if not unit.broken:
        resources = {name: of_environment(plan, scope) for name, plan in catalog.environments.items()}
        unit.resources = {name: found for name, found in resources.items() if found}
        unit.secrets = {name: gather.of_resources(found) for name, found in unit.resources.items()}
    return unit


def _environment_findings(catalog: Catalog, plan: Environment) -> Iterator[Finding]:
    """What is wrong with the manifests and patches of an environment, where it or one that it extends has them."""
    manifests = _owner(catalog, plan.name, "manifests")
    found = [
        fault
        for index, manifest in enumerate(plan.manifests)
        for fault in manifest_faults(manifest, (*manifests, index))
    ]
    around = _owner(catalog, plan.name, "patches")[:-1]
    for fault in check_patches(plan.patches, list(environment.emit(plan))) if plan.patches else ():
        found.append(replace(fault, field=(*around, *fault.field)))
    for fault in found:
        source = catalog.platform.source(fault.field) if catalog.platform else Source(load.PLATFORM_FILE)
        yield Finding(fault.rule, "catalog", fault.message, source, fault.hint, fault.severity)


def _owner(catalog: Catalog, name: str, field: str) -> ValuePath:
    """Where an environment's list is written."""
    return ("environments", giver(catalog.layers.data, name, field), field)


def service_unit(
    catalog: Catalog, service: Service, facts: Mapping[str, Facts], known: Collection[str], scope: Scope
) -> Unit:
    """The unit of a service; without resources where its file does not fit the schema.

    `facts` are those of its neighbours, `known` the names of all services.
    """
    unit = Unit(service.name, service.file)
    wrong: dict[Fault, str] = {}
    doubts = Doubts(service.doubtful, catalog.doubtful)
    for name in service.specs:
        plan = catalog.plan(service, name, facts)
        found = [
            fault
            for fault in (*_placeholders(catalog, service, name), *faults(plan, facts, known, emitted))
            if not (doubts and doubts.cover(fault, _written(catalog, service, name, fault)))
            and (not fault.own or catalog.origin(service, name, fault.field)[0] is service.document)
        ]
        for fault in found:
            wrong.setdefault(fault, name)
        if not service.broken and not any(fault.severity == "error" for fault in found):
            unit.resources[name] = of_service(plan, scope)
            unit.secrets[name] = gather.of_service(plan, unit.resources[name])
    if not service.broken and not any(fault.severity == "error" for fault in wrong):
        unit.neutral = _neutral(catalog, service, scope)
    unit.findings = list(dict.fromkeys(_finding(catalog, service, name, fault) for fault, name in wrong.items()))
    unit.findings += _duplicates(catalog, service, unit)
    return unit


def _neutral(catalog: Catalog, service: Service, scope: Scope) -> list[Resource]:
    """The resources of the service's own fields, in an environment that is none."""
    plan = catalog.plan_with(service, service.neutral, catalog.nowhere, {})
    try:
        return of_service(plan, scope)
    except (AttributeError, KeyError, TypeError, ValueError):  # only some environments have what it takes
        return []


def _placeholders(catalog: Catalog, service: Service, environment_name: str) -> list[Fault]:
    spec = service.specs[environment_name]
    values = catalog.environments[environment_name].values(service.name, spec)
    elsewhere = {"domain", *(name for plan in catalog.environments.values() for name in plan.variables)}
    found = []
    templates = config_map.templates(spec, service.files)
    for path, text, file in (*((*item, "") for item in placeholders.everywhere(spec)), *templates):
        for word, position in placeholders.unknown_places(text, values) if "{" in text else ():
            at = (file, *syntax.place(text, position)) if file else None
            if word in elsewhere:
                what = "domain" if word == "domain" else f'variable "{word}"'
                message = f"{{{word}}} has no value: the environment {environment_name} has no {what}"
                hint = "set `domain` of the environment" if word == "domain" else "add it to its `variables`"
                found.append(Fault("unknown-placeholder", path, message, hint, at=at, reads=("domain", "variables")))
            else:
                literal = f"write {{{{{word}}}}} for a literal {{{word}}}"
                hint = f"the placeholders are {', '.join({**dict.fromkeys(placeholders.NAMES), **values})}; {literal}"
                found.append(Fault("unknown-placeholder", path, f"there is no placeholder {{{word}}}", hint, at=at))
    return found


def _written(catalog: Catalog, service: Service, environment_name: str, fault: Fault) -> ValuePath:
    document, path = catalog.origin(service, environment_name, fault.field)
    return document.written(path) if document and document is service.document else ()


def _finding(catalog: Catalog, service: Service, environment_name: str, fault: Fault) -> Finding:
    if fault.at:
        path, line, column = fault.at
        source = Source(f"{load.SERVICES_FOLDER}/{path}", line, column)
    else:
        source = catalog.source(service, environment_name, fault.field)
    return Finding(fault.rule, "catalog", fault.message, source, fault.hint, fault.severity)


def _duplicates(catalog: Catalog, service: Service, unit: Unit) -> list[Finding]:
    """Resources that a service gives twice in one environment."""
    found = {}
    for environment_name, resources in unit.resources.items():
        seen = set()
        for resource in resources:
            if resource.key in seen:
                _, kind, name = resource.key
                message = f'the service gives the {kind} "{name}" twice'
                source = named_at(catalog, service, environment_name, kind, name)
                hint = "rename one of them: see `name`, `services`, `manifests`"
                found[message] = Finding("duplicate-resource", "catalog", message, source, hint)
            seen.add(resource.key)
    return list(found.values())


def named_at(catalog: Catalog, service: Service, environment_name: str, kind: str, name: str) -> Source:
    """The place of what gives a resource of a service its name."""
    field = _naming(service.specs.get(environment_name, {}), kind, name)
    return catalog.source(service, environment_name, field)


def _naming(spec: JsonMap, kind: str, name: str) -> ValuePath:
    if f"{kind}/{name}" in spec.get("manifests", {}):
        return ("manifests", f"{kind}/{name}")
    named = list(_named(spec, kind))
    pinned = [path for path, item in named if item.get("name") == name]
    if pinned:
        return (*pinned[-1], "name")
    keys = [path for path, item in named if len(path) > 1 and "name" not in item and _is_called(name, str(path[-1]))]
    return keys[-1] if keys else ("name",)


_GROUPS = {
    "AnalysisTemplate": ("analysis",),
    "Certificate": ("certificates",),
    "ConfigMap": ("configs", "dashboards"),
    "ExternalSecret": ("externalSecrets",),
    "GRPCRoute": ("grpcRoutes",),
    "HTTPRoute": ("httpRoutes",),
    "Service": ("services",),
    "TriggerAuthentication": ("triggerAuthentications",),
}
"""Fields that hold things by name -> the kind of the resource that each of them becomes."""


def _named(spec: JsonMap, kind: str) -> Iterator[tuple[ValuePath, JsonMap]]:
    """What a resource of that kind may have its name from."""
    yield from (((part,), value) for part, value in spec.items() if isinstance(value, dict))
    for group in (*_GROUPS.get(kind, ()), "workloads"):
        yield from (((group, key), item) for key, item in spec.get(group, {}).items())
    for workload, own in spec.get("workloads", {}).items():
        yield from ((("workloads", workload, *path), item) for path, item in _named(own, kind))


def _is_called(name: str, key: str) -> bool:
    return name == key or name.endswith(f"-{key}")
