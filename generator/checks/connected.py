"""The facts of every unit's manifests -> findings of `reference`, for the environments in which any of them changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from pathlib import Path

from msgspec.structs import replace

from generator.cache.graph import Facts, Graph, mark
from generator.cache.index import Connected, Entry
from generator.checks import reference, stages
from generator.checks.clusters import cluster_of
from generator.checks.made import Made
from generator.checks.reference import Edge, lookups
from generator.checks.reference.planned import planned_facts
from generator.checks.schema import Tracer
from generator.checks.subject import Cluster, Subject
from generator.findings import Finding, Manifest
from generator.inputs import SECRETS_UNIT, Inputs
from generator.json_types import JsonMap
from generator.problems import Problem
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.tree.folders import overlay_folder
from generator.tree.ownership import digest


def note(graph: Graph, inputs: Inputs, made: Made) -> None:
    """Put the facts of what was made into the graph, and their digests into the entries."""
    found: dict[str, dict[str, Facts]] = {}
    for overlay in made.overlays.values():
        found.setdefault(overlay.unit, {})[overlay.environment] = planned_facts(overlay.resources)
    for unit, own in found.items():
        graph.put(unit, inputs.entries[unit], own)


def connected(
    inputs: Inputs, root: Path, graph: Graph, known: Mapping[str, Connected], scope: Scope, wanted: Collection[str]
) -> dict[str, Connected]:
    """Of the `wanted` environments, with what is still as it was left alone."""
    tracer = Tracer(inputs, scope)
    found = {}
    for name in wanted:
        cluster = _with_secrets(cluster_of(inputs.catalog.environments[name], root), inputs)
        now = Connected(_key(cluster, secrets=not _managed(inputs, name)), _marks(inputs, cluster))
        before = known.get(name)
        if before and before.key != now.key:
            before = None
        units = _units(inputs.entries, graph, cluster, before, now.marks)
        found[name] = _judged(inputs, graph, cluster, tracer, before or now, now, units) if units else before or now
    return found


def _with_secrets(cluster: Cluster, inputs: Inputs) -> Cluster:
    """With the Secrets that the platform says to come by other means."""
    names = (inputs.catalog.layers.data.get("secrets") or {}).get("elsewhere")
    if not names:
        return cluster
    entries = [*(cluster.settings.get("elsewhere") or ()), {"kind": "Secret", "name": names}]
    return replace(cluster, settings={**cluster.settings, "elsewhere": entries})


def _key(cluster: Cluster, *, secrets: bool) -> str:
    """A digest of what is the same for all units of an environment."""
    settings = [cluster.settings, dict(cluster.severities), sorted(cluster.off), cluster.namespace, secrets]
    return digest(json.dumps(settings, sort_keys=True, default=str).encode())


def _managed(inputs: Inputs, environment: str) -> bool:
    """Whether its Secrets are known, so that the category `secret` tells of missing ones."""
    return SECRETS_UNIT in inputs.entries and environment in inputs.entries[SECRETS_UNIT].facts["environments"]


def _marks(inputs: Inputs, cluster: Cluster) -> dict[str, str]:
    """Of each unit, what is judged: its facts, and to which Services it declares to send requests."""
    name = cluster.environment
    return {
        unit: " ".join((entry.graph[name], *_needed(inputs, unit, name)))
        for unit, entry in inputs.entries.items()
        if name in entry.graph
    }


def _units(
    entries: Mapping[str, Entry], graph: Graph, cluster: Cluster, before: Connected | None, marks: Mapping[str, str]
) -> set[str]:
    """The units to be judged: those that changed, whose lines may be others now, or which looked up what changed."""
    if before is None:
        return set(marks)
    name = cluster.environment
    changed = {unit for unit in {*marks, *before.marks} if marks.get(unit) != before.marks.get(unit)}
    touched: set[int] = set()
    for unit in changed:
        old, new = (facts(unit).get(name, []) for facts in (graph.before, graph.facts))
        if unit in before.marks and mark(old) != before.marks[unit].partition(" ")[0]:
            return set(marks)  # it was judged before the last time that it changed
        touched |= lookups.of_changed(old, new, cluster.namespace)
    moved = {unit for unit, key, _ in before.rows if unit in entries and entries[unit].key != key}
    reached = {unit for unit in marks if touched and not touched.isdisjoint(graph.lookups(unit, name))}
    return changed | moved | reached


def _judged(
    inputs: Inputs,
    graph: Graph,
    cluster: Cluster,
    tracer: Tracer,
    before: Connected,
    found: Connected,
    units: Collection[str],
) -> Connected:
    """Of some `units` anew, of the others as `before`."""
    name = cluster.environment
    # By name: what was kept from an earlier run lies in another order, and of two that collide the second is told.
    owners = [(unit, facts) for unit in sorted(found.marks) for facts in graph.facts(unit).get(name, ())]
    objects = reference.together(
        [facts for _, facts in owners],
        cluster,
        secrets=not _managed(inputs, name),
        edges=list(_edges(inputs, graph, name, units)),
        units=[unit for unit, _ in owners],
    )
    found.rows = [row for row in before.rows if row[0] not in units]
    found.unknown = {unit: own for unit, own in before.unknown.items() if unit not in units}
    for unit in sorted(found.marks.keys() & units):
        own = reference.judged_unit(objects, unit)
        graph.put_lookups(unit, name, lookups.numbers(own.lookups, cluster.namespace))
        for place, problem in own.problems:
            if problem.fault not in cluster.off:
                finding = _finding(problem, owners[place][1], cluster)
                overlay = Overlay(name, unit, overlay_folder(name, unit), [])
                placed = replace(finding, source=tracer.source(overlay, finding.manifest or Manifest()))
                found.rows.append((unit, inputs.entries[unit].key, placed))
        if own.unknown:
            found.unknown[unit] = own.unknown
    found.rows.sort(key=lambda row: row[0])
    unknown = {tuple(target) for own in found.unknown.values() for target in own}
    found.unjudged = reference.unjudged(objects, unknown)
    return found


def _finding(problem: Problem, facts: JsonMap, cluster: Cluster) -> Finding:
    kind, namespace, called = facts["id"]
    manifest = {"kind": kind.rpartition("/")[2], "metadata": {"name": called, "namespace": namespace}}
    return stages.finding(Subject(manifest, Path()), problem, "reference", cluster)


def _edges(inputs: Inputs, graph: Graph, environment: str, units: Collection[str]) -> Iterator[Edge]:
    """From the pods of each service to the Service of each that it declares to depend on."""
    namespace = inputs.catalog.environments[environment].namespace
    for unit in units:
        needed = list(_needed(inputs, unit, environment))
        sources = [facts["id"] for facts in graph.facts(unit).get(environment, ()) if "pods" in facts] if needed else ()
        for service, (kind, own, called) in product(needed, sources):
            yield Edge((kind, own or namespace, called), ("Service", namespace, service))


def _needed(inputs: Inputs, unit: str, environment: str) -> Iterator[str]:
    """The Services that it declares to depend on."""
    if unit not in inputs.files:
        return
    for item in inputs.entries[unit].facts.get(environment, {}).get("dependsOn", ()):
        name = item.get("service", "")
        main = inputs.entries[name].facts.get(environment, {}).get("services", {}) if name in inputs.files else {}
        if name in main:
            yield str(main[name][0])
