"""The facts of every unit's manifests -> findings of `reference`, for the environments in which any of them changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator.cache.graph import Facts, Graph
from generator.cache.index import Connected, Entry
from generator.checks import reference, stages
from generator.checks.clusters import cluster_of
from generator.checks.made import Made
from generator.checks.reference import Edge
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
        key = _key(inputs.entries, cluster)
        before = known.get(name)
        if before is None or before.key != key or _has_moved(before, inputs.entries):
            before = _judged(inputs, graph, cluster, tracer, key)
        found[name] = before
    return found


def _with_secrets(cluster: Cluster, inputs: Inputs) -> Cluster:
    """With the Secrets that the platform says to come by other means."""
    names = (inputs.catalog.layers.data.get("secrets") or {}).get("elsewhere")
    if not names:
        return cluster
    entries = [*(cluster.settings.get("elsewhere") or ()), {"kind": "Secret", "name": names}]
    return replace(cluster, settings={**cluster.settings, "elsewhere": entries})


def _key(entries: Mapping[str, Entry], cluster: Cluster) -> str:
    facts = {
        unit: entry.graph[cluster.environment] for unit, entry in entries.items() if cluster.environment in entry.graph
    }
    settings = [cluster.settings, dict(cluster.severities), sorted(cluster.off), cluster.namespace]
    return digest(json.dumps([facts, settings], sort_keys=True, default=str).encode())


def _has_moved(before: Connected, entries: Mapping[str, Entry]) -> bool:
    """Whether lines that findings are at may be others now."""
    return any(unit not in entries or entries[unit].key != key for unit, key, _ in before.rows)


def _judged(inputs: Inputs, graph: Graph, cluster: Cluster, tracer: Tracer, key: str) -> Connected:
    name = cluster.environment
    # By name: what was kept from an earlier run lies in another order, and of two that collide the second is told.
    owners = [(unit, facts) for unit, own in sorted(graph.facts.items()) for facts in own.get(name, ())]
    managed = SECRETS_UNIT in inputs.entries and name in inputs.entries[SECRETS_UNIT].facts["environments"]
    objects = reference.together(
        [facts for _, facts in owners],
        cluster,
        secrets=not managed,
        edges=list(_edges(inputs, graph, name)),
        units=[unit for unit, _ in owners],
    )
    found = Connected(key)
    for place, problem in reference.judged(objects):
        if problem.fault not in cluster.off:
            unit, facts = owners[place]
            finding = _finding(problem, facts, cluster)
            overlay = Overlay(name, unit, overlay_folder(name, unit), [])
            placed = replace(finding, source=tracer.source(overlay, finding.manifest or Manifest()))
            found.rows.append((unit, inputs.entries[unit].key, placed))
    found.unjudged = reference.unjudged(objects)
    return found


def _finding(problem: Problem, facts: JsonMap, cluster: Cluster) -> Finding:
    kind, namespace, called = facts["id"]
    manifest = {"kind": kind.rpartition("/")[2], "metadata": {"name": called, "namespace": namespace}}
    return stages.finding(Subject(manifest, Path()), problem, "reference", cluster)


def _edges(inputs: Inputs, graph: Graph, environment: str) -> Iterator[Edge]:
    """From the pods of each service to the Service of each that it declares to depend on."""
    namespace = inputs.catalog.environments[environment].namespace
    for unit in inputs.files:
        wanted = inputs.entries[unit].facts.get(environment, {}).get("dependsOn", ())
        sources = [facts["id"] for facts in graph.facts.get(unit, {}).get(environment, ()) if "pods" in facts]
        for item in wanted if sources else ():
            name = item.get("service", "")
            main = inputs.entries[name].facts.get(environment, {}).get("services", {}) if name in inputs.files else {}
            if name in main:
                for kind, own, called in sources:
                    yield Edge((kind, own or namespace, called), ("Service", namespace, main[name][0]))
