"""A Service is there, and the port of it that something refers to is not.

https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.checks.reference.graph import Graph, Node
from generator.json_types import Json
from generator.problems import Problem
from generator.resources.references import Reference

NEEDS = "refers"


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    for reference in node.refers:
        if reference.kind != "Service" or reference.key == "":
            continue
        service = graph.find(*graph.target(node, reference))
        if service is None:
            yield from _of_declared(node, graph, reference)
        elif service.facts["service"]["type"] != "ExternalName":
            ports = service.facts["service"]["ports"]
            if not any(reference.key in (name, number) for name, number, *_ in ports):
                yield _problem(node, reference, service, ports)


def _problem(node: Node, reference: Reference, service: Node, ports: list[list[Json]]) -> Problem:
    message = f"{node} leads to the port {_shown(reference.key)} of {service}, which has none such: requests fail"
    return Problem("absent-service-port", reference.field, message, hint(reference.key, ports))


def hint(key: Json, ports: list[list[Json]]) -> str:
    named = isinstance(key, str)
    for name, number, target, *_ in ports:
        if target == key:
            own = (name or number) if named else number
            return f"write {own}: {key} is where its pods listen, {own} is the Service's port"
        if named and str(number) == key:
            return f"write it as a number, {number}"
    listed = ", ".join(f"{name} ({number})" if name else str(number) for name, number, *_ in ports)
    return (did_you_mean(key, [port[0] for port in ports]) if named else "") or f"its ports: {listed or 'none'}"


def _of_declared(node: Node, graph: Graph, reference: Reference) -> Iterator[Problem]:
    """Of one that the platform declares with its ports as keys."""
    target = graph.target(node, reference)
    keys = graph.elsewhere.keys(*target) if graph.elsewhere.has(*target) else None
    if keys is not None and str(reference.key) not in keys:
        message = f'{node} leads to the port {_shown(reference.key)} of the Service "{reference.name}", which has none'
        hint = f"its ports, as `checks.elsewhere` says: {', '.join(keys)}"
        yield Problem("absent-service-port", reference.field, message, hint)


def _shown(key: Json) -> str:
    return f'"{key}"' if isinstance(key, str) else str(key)
