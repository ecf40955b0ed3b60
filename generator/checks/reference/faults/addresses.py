"""A dependency, as the catalog declares or the address in a variable says: a port that there is not, or a policy in
between.

https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.faults.blocked import barred
from generator.checks.reference.faults.service_ports import hint
from generator.checks.reference.graph import Edge, Graph, Id, Node
from generator.json_types import Json, dotted
from generator.problems import Problem

NEEDS = "pods"


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    blocked: set[Id] = set()
    for edge in graph.once(_edges).get(node.id, ()):
        target = graph.find(*edge.target)
        if target and target.kind == "Service":
            for problem in barred(node, graph, target, edge.port, ""):
                blocked.add(target.id)
                yield problem
    told = set()
    for host, port, path in node.pods.get("addresses", ()):
        service = _service(node, graph, host)
        if service is None or service.facts["service"]["type"] == "ExternalName" or (service.id, port) in told:
            continue
        told.add((service.id, port))
        about = service.facts["service"]
        ports = about["ports"]
        if port and not about["headless"] and port not in [own[1] for own in ports]:
            message = f"{node} reaches {service} on port {port}, which it has not got: connections fail"
            yield Problem("absent-service-port", dotted(tuple(path)), message, hint(port, ports))
        elif service.id not in blocked:
            yield from barred(node, graph, service, _port(port, ports), dotted(tuple(path)))


def _edges(graph: Graph) -> dict[Id, list[Edge]]:
    """By who declares them."""
    found: dict[Id, list[Edge]] = {}
    for edge in graph.edges:
        found.setdefault(edge.source, []).append(edge)
    return found


def _service(node: Node, graph: Graph, host: str) -> Node | None:
    """By its name, with or without the namespace and the domain of the cluster."""
    name, *rest = host.split(".")
    if len(rest) > 1 and rest[1:] not in (["svc"], ["svc", "cluster", "local"]):
        return None
    return graph.find("Service", rest[0] if rest else node.namespace, name)


def _port(port: Json, ports: list[list[Json]]) -> Json:
    """What is not said is sure only where there is one."""
    return port or (ports[0][1] if len(ports) == 1 else "")
