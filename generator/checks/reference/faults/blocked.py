"""Traffic that somebody asks for and a network policy does not let through: of Ingresses, monitors, and dependencies.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.reference.faults import monitors
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.network import Direction, Peer, Port, allowed, listening, policies, port_of
from generator.json_types import Json
from generator.problems import Problem
from generator.resources.references.maps import maps

_GATEWAY = "gateway.networking.k8s.io"
_ROUTES = (f"{_GATEWAY}/GRPCRoute", f"{_GATEWAY}/HTTPRoute")
_INGRESS = ("networking.k8s.io/Ingress",)
_MONITORS = monitors.KINDS
KINDS = (*_INGRESS, *_ROUTES, *_MONITORS)


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    if node.kind in _INGRESS:
        yield from _requests(node, graph, (graph.ingress_namespace,), "the ingress controller")
    elif node.kind in _ROUTES:
        parents = [parent.get("namespace") or node.namespace for _, parent in maps(node.spec.get("parentRefs"))]
        if not any(graph.of_mesh(parent) for _, parent in maps(node.spec.get("parentRefs"))):
            yield from _requests(node, graph, ("", *parents), "the Gateway")
    elif node.kind in _MONITORS:
        yield from _scrapes(node, graph)


def _requests(node: Node, graph: Graph, origins: Sequence[str], who: str) -> Iterator[Problem]:
    told = set()
    for reference in node.refers:
        service = graph.find(*graph.target(node, reference)) if reference.kind == "Service" else None
        for workload, port in listening(graph, service, reference.key) if service else ():
            reached = any(allowed(graph, workload, "Ingress", Peer(name), port) for name in origins)
            if not reached and workload.place not in told:
                told.add(workload.place)
                message = f"requests of {node} do not reach {workload} on port {port.number}"
                yield _blocked("blocked-ingress", reference.field, message, graph, workload, port, who, origins[0])


def _blocked(
    fault: str, field: str, message: str, graph: Graph, workload: Node, port: Port, who: str, namespace: str
) -> Problem:
    names = ", ".join(f'"{policy.name}"' for policy in policies(graph, workload, "Ingress")[:3])
    origin = f"the namespace {namespace}" if namespace else f"the namespace of {who}"
    hint = f"allow port {port.number} from {origin} (`namespaceSelector`) in one of them"
    return Problem(fault, field, f"{message}: no rule of its network policies ({names}) lets {who} in", hint)


def _scrapes(node: Node, graph: Graph) -> Iterator[Problem]:
    ends = monitors.ends(node)
    told = set()
    for found in monitors.targets(node, graph) or ():
        for index, end in maps(node.spec.get(ends)):
            for workload, port in _scraped(graph, found, end.get("port")):
                peer = Peer(graph.monitoring_namespace)
                if workload.place in told or allowed(graph, workload, "Ingress", peer, port):
                    continue
                told.add(workload.place)
                field = f"spec.{ends}[{index}].port"
                message = f"what {node} scrapes of {workload} on port {port.number} is out of reach"
                yield _blocked(
                    "blocked-scrape", field, message, graph, workload, port, "Prometheus", graph.monitoring_namespace
                )


def _scraped(graph: Graph, found: Node, name: object) -> Iterator[tuple[Node, Port]]:
    if found.kind == "Service":
        yield from listening(graph, found, name) if name else ()
    elif any(port[1] == name for port in found.pods.get("ports", ())):
        yield found, port_of(found, name)


def barred(node: Node, graph: Graph, service: Node, key: Json, field: str) -> Iterator[Problem]:
    """Where no pods of a Service can be reached from those of the node, on one side or the other."""
    found = list(listening(graph, service, key))
    walls = [_wall(node, graph, workload, port) for workload, port in found]
    if walls and all(walls):
        for direction, subject, other, port in filter(None, walls[:1]):
            names = ", ".join(f'"{policy.name}"' for policy in policies(graph, subject, direction)[:3])
            message = f"{node} uses {service}, and no rule of the network policies of {subject} ({names}) allows it"
            way = "egress to" if direction == "Egress" else "ingress from"
            hint = f"allow port {port.number} there, {way} the pods of {other}"
            yield Problem("blocked-dependency", field, message, hint)


_Wall = tuple[Direction, Node, Node, Port]


def _wall(node: Node, graph: Graph, workload: Node, port: Port) -> _Wall | None:
    """Which side does not allow it."""
    if not allowed(graph, node, "Egress", Peer(workload.namespace, workload.labels), port):
        return "Egress", node, workload, port
    if not allowed(graph, workload, "Ingress", Peer(node.namespace, node.labels), port):
        return "Ingress", workload, node, port
    return None
