"""The facts of all services -> which of them know of one another, and where that goes round in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from generator.json_types import JsonMap

Facts: TypeAlias = dict[str, JsonMap]
"""By environment in which the service exists: `name`, `selector`, `ports` (name -> number, protocol), `dependsOn`,
`services` (name -> name in the cluster, ports), `routes`, `claims`, `mounts`, `nodePorts`, `clusters` and `delivery`
where there are any."""


def neighbours(
    service: str, own: Facts, facts: Mapping[str, Facts], dependents: Mapping[str, list[str]]
) -> dict[str, Facts]:
    """The facts that the plan of a service reads: its own, those of its dependencies and of its dependents.

    `own` are its own even where its file has a mistake, and `facts` are without it.
    """
    names = {service, *dependencies_of(own), *dependents.get(service, [])}
    return {name: facts[name] for name in sorted(names) if name in facts}


def dependencies_of(facts: Facts) -> set[str]:
    return {
        item["service"]
        for fact in facts.values()
        for item in (*fact["dependsOn"], *fact.get("routes", ()), *fact.get("mounts", ()))
        if item.get("service")
    }


def dependents_of(facts: Mapping[str, Facts]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(facts):
        for other in dependencies_of(facts[name]):
            found.setdefault(other, []).append(name)
    return found


def cycles(facts: Mapping[str, Facts], environment: str) -> Iterator[list[str]]:
    """Each cycle of `dependsOn` once, from its first service in order of name: `["a", "b", "a"]`. A service that names
    itself lets its own pods talk to one another, which is none."""
    graph = {
        name: sorted(
            {item["service"] for item in fact[environment]["dependsOn"] if item.get("service") in facts} - {name}
        )
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
