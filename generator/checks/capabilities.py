"""Planned resources -> those that the environment's cluster can have, and a finding for each that it cannot.

`apiVersions` of an environment says which custom resources there are. What the generator wrote in one version is
written in another where the cluster has the kind only there and the content fits; what people wrote is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from generator.checks import written
from generator.checks.schema import Tracer
from generator.findings import Finding, Source
from generator.inputs import ENVIRONMENT_UNIT, Inputs
from generator.json_types import Json, JsonMap, matching
from generator.json_types import Path as ValuePath
from generator.model.layers import PLATFORM
from generator.model.plan import Environment, Key, Resource, workload_specs
from generator.model.trace import Documents, Place
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.schemas.scopes import CLUSTER_SCOPED, NAMESPACED
from generator.tree.folders import overlay_folder
from generator.unit import Unit


def findings(root: Path, inputs: Inputs, unit: Unit, scope: Scope) -> Iterator[Finding]:
    """Changes `unit.resources` to what each cluster can have."""
    asking = _Asking(inputs, scope)
    for name, resources in unit.resources.items():
        environment = inputs.catalog.environments[name]
        if environment.api_versions is None:
            continue
        overlay = Overlay(name, unit.name, overlay_folder(name, unit.name), resources)
        by_people = written.names_of_manifests(inputs, unit, name)
        kept = []
        for resource in resources:
            if _is_offered(resource, environment.api_versions):
                kept.append(resource)
                continue
            other = "" if written.name(resource.manifest) in by_people else _other_version(resource, environment, root)
            if other:
                kept.append(replace(resource, manifest={**resource.manifest, "apiVersion": other}))
            elif environment.missing_apis == "error" or resource.key[1] in _workloads(inputs, unit, name):
                yield _missing(resource, environment, asking.source(overlay, resource))
        unit.resources[name] = kept


def _is_offered(resource: Resource, api_versions: Collection[str]) -> bool:
    group, kind, _ = resource.key
    if group in _groups_of_kubernetes():
        return True
    version = resource.manifest["apiVersion"]
    return version in api_versions or f"{version}/{kind}" in api_versions


@cache
def _groups_of_kubernetes() -> frozenset[str]:
    return frozenset(key.rpartition("/")[0] for key in NAMESPACED | CLUSTER_SCOPED)


def _versions(resource: Resource, api_versions: Collection[str]) -> list[str]:
    """The versions in which the cluster has the kind, in the order in which the platform names them."""
    group, kind, _ = resource.key
    found = []
    for item in api_versions:
        name, version, *kinds = item.split("/") if "/" in item else ("", item)
        if name == group and (not kinds or kinds == [kind]):
            found.append(f"{name}/{version}")
    return found


def _other_version(resource: Resource, environment: Environment, root: Path) -> str:
    for version in _versions(resource, environment.api_versions or ()):
        manifest = {**resource.manifest, "apiVersion": version}
        if not written.problems(manifest, environment.kubernetes, root):
            return version
    return ""


def _workloads(inputs: Inputs, unit: Unit, environment: str) -> set[str]:
    """The kinds of the unit's workloads: without them nothing would run."""
    if unit.name == ENVIRONMENT_UNIT:
        return set()
    spec = inputs.service(unit.name).specs[environment]
    return {own["kind"] for _, own in workload_specs(spec)}


def _missing(resource: Resource, environment: Environment, source: Source) -> Finding:
    _, kind, _ = resource.key
    version = resource.manifest["apiVersion"]
    others = _versions(resource, environment.api_versions or ())
    message = f"the cluster of {environment.name} has no {kind} of {version}"
    if others:
        message += f", only of {' and '.join(others)}"
    hint = f"leave it out in {environment.name}, or add `{version}` to `apiVersions` of the environment"
    if environment.missing_apis == "omit":
        hint = f"choose another `kind` in {environment.name}, or add `{version}` to `apiVersions` of the environment"
    elif not others:
        hint += "; `missingApis: omit` leaves out whatever its cluster does not have"
    where = written.place(resource, environment.name)
    return Finding("missing-api", "catalog", message, source, hint, manifest=where)


class _Asking:
    """Finds the catalog value without which a resource would not be there."""

    def __init__(self, inputs: Inputs, scope: Scope) -> None:
        self._inputs = inputs
        self._tracer = Tracer(inputs, scope)
        self._found: dict[Key, Place] = {}

    def source(self, overlay: Overlay, resource: Resource) -> Source:
        documents = self._tracer.documents(overlay)
        before = _by_key(self._tracer.planned(overlay, documents))
        known = self._found.get(resource.key)  # of another environment
        if known is None or self._changed(overlay, resource.key, before, _without(documents, known)) is None:
            costs = {
                place: self._changed(overlay, resource.key, before, _without(documents, place))
                for place in _fields(documents)
            }
            found = [(cost, -len(place[1]), place) for place, cost in costs.items() if cost is not None]
            nothing = (0, 0, (next(iter(documents)), ()))
            known = self._found[resource.key] = min(found, default=nothing, key=lambda item: item[:2])[2]
        return self._tracer.source_of(overlay, *known)

    def _changed(self, overlay: Overlay, key: Key, before: Mapping[Key, JsonMap], documents: Documents) -> int | None:
        """How many other resources change where the resource is gone, and not only renamed; None where it is not."""
        try:
            after = _by_key(self._tracer.planned(overlay, documents))
        except Exception:  # the experiment made nonsense of the catalog: it shows nothing
            return None
        if key in after or _number(key, after) >= _number(key, before):
            return None
        return sum(after.get(other) != manifest for other, manifest in before.items() if other != key)


def _by_key(resources: list[Resource]) -> dict[Key, JsonMap]:
    return {resource.key: resource.manifest for resource in resources}


def _number(key: Key, resources: Mapping[Key, JsonMap]) -> int:
    return sum(other[:2] == key[:2] for other in resources)


def _fields(documents: Documents) -> Iterator[Place]:
    """The fields of every layer, and what stands right below them."""
    for name, data in documents.items():
        patterns: tuple[tuple[str, ...], ...] = ((), ("environments", "*"))
        if name == PLATFORM:
            patterns = (("defaults",), ("profiles", "*"), ("environments", "*", "defaults"), ("environments", "*"))
        layers = [found for pattern in patterns for found in matching(data, pattern)]
        layers += [found for path, own in layers for found in matching(own, ("workloads", "*"), path)]
        for path, own in layers:
            for field, value in own.items() if isinstance(own, dict) else ():
                if field not in ("environments", "workloads", "defaults", "extends"):
                    yield name, (*path, field)
                    below = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
                    yield from ((name, (*path, field, key)) for key in below)


def _without(documents: Documents, place: Place) -> Documents:
    """The documents with a null in one place, which removes what stands below it; or without an item of a list."""
    name, path = place
    return {**documents, name: _removed(documents[name], path)}


def _removed(value: Json, path: ValuePath) -> Json:
    copy = value.copy()
    if len(path) > 1:
        copy[path[0]] = _removed(value[path[0]], path[1:])
    elif isinstance(value, list):
        del copy[path[0]]
    else:
        copy[path[0]] = None
    return copy
