"""What services know of one another: a few facts of each, so that one can be planned without reading the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from generator.json_types import JsonMap
from generator.model import placeholders
from generator.model.plan import NO_PODS, Environment

Facts: TypeAlias = dict[str, JsonMap]
"""By environment in which the service exists: `name`, `selector`, `ports` (name -> number, protocol), `dependsOn`."""


def facts_of(service: str, specs: Mapping[str, JsonMap], environments: Mapping[str, Environment]) -> Facts:
    return {
        name: {
            "selector": _selector(service, spec, environments[name]),
            "ports": _every_port(spec),
            "dependsOn": spec.get("dependsOn", []),
        }
        for name, spec in specs.items()
        if spec.get("enabled")
    }


def _every_port(spec: JsonMap) -> JsonMap:
    """The ports of all workloads: the main one's by name, those of another as `workload.name` where they differ."""
    ports = _ports(spec)
    for workload, own in spec.get("workloads", {}).items():
        for name, port in _ports(own).items():
            if port not in ports.values():
                ports[f"{workload}.{name}"] = port
    return ports


def _ports(spec: JsonMap) -> JsonMap:
    """The ports of the pods: the main container's, and those that the Service leads to in other containers."""
    ports = {
        name: [item.get("containerPort", 0), item.get("protocol", "TCP")]
        for name, item in spec.get("ports", {}).items()
    }
    for name, item in spec.get("service", {}).get("ports", {}).items():
        if "targetPort" in item or name not in ports:
            ports[name] = [item.get("targetPort", item.get("port", 0)), item.get("protocol", "TCP")]
    return ports


def _selector(service: str, spec: JsonMap, environment: Environment) -> JsonMap:
    values = environment.values(service, spec)
    selector = pods_of(service, spec)
    return {key: placeholders.fill(value, values) for key, value in selector.items()}


def pods_of(service: str, spec: JsonMap) -> JsonMap:
    """The labels that all pods of a service have, whatever the workload: what their selectors have in common."""
    name = {"app.kubernetes.io/name": service}
    workloads = (spec, *spec.get("workloads", {}).values())
    selectors = [own.get("selector") or name for own in workloads if own["kind"] != NO_PODS]
    first, *others = selectors or [name]
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)} or name


def neighbours(service: str, facts: Mapping[str, Facts], dependents: Mapping[str, list[str]]) -> dict[str, Facts]:
    """The facts that the plan of a service reads: its own, those of its dependencies and of its dependents."""
    names = {service, *dependencies_of(facts.get(service, {})), *dependents.get(service, [])}
    return {name: facts[name] for name in sorted(names) if name in facts}


def dependencies_of(facts: Facts) -> set[str]:
    return {item["service"] for fact in facts.values() for item in fact["dependsOn"] if item.get("service")}


def dependents_of(facts: Mapping[str, Facts]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(facts):
        for other in dependencies_of(facts[name]):
            found.setdefault(other, []).append(name)
    return found


def cycles(facts: Mapping[str, Facts], environment: str) -> Iterator[list[str]]:
    """Each cycle of `dependsOn` once, from its first service in order of name: `["a", "b", "a"]`."""
    graph = {
        name: sorted({item["service"] for item in fact[environment]["dependsOn"] if item.get("service") in facts})
        for name, fact in facts.items()
        if environment in fact
    }
    done: set[str] = set()
    for start in sorted(graph):
        found = _cycle_from(start, graph, done)
        if found:
            yield found


def _cycle_from(start: str, graph: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """Depth first, with a stack of our own: a chain of services may be longer than Python's."""
    way = [start]
    waiting = [iter(graph.get(start, ()))]
    found: list[str] = []
    while way:
        for other in waiting[-1]:
            if other in way:
                found = found or [*way[way.index(other) :], other]
            elif other not in done and other in graph:
                way.append(other)
                waiting.append(iter(graph[other]))
                break
        else:
            done.add(way.pop())
            waiting.pop()
    return found
