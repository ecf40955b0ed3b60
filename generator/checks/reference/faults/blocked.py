"""Traffic that somebody asks for and a network policy does not let through: of Ingresses, monitors, and dependencies.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.reference.faults import monitors
from generator.checks.reference.graph import Edge, Graph, Node
from generator.checks.reference.network import Direction, Peer, Port, allowed, listening, policies, port_of
from generator.problems import Problem
from generator.resources.references.maps import maps

_GATEWAY = "gateway.networking.k8s.io"
_ROUTES = (f"{_GATEWAY}/GRPCRoute", f"{_GATEWAY}/HTTPRoute")
_INGRESS = ("networking.k8s.io/Ingress",)
_MONITORS = monitors.KINDS
KINDS = ()


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    if node.kind in _INGRESS:
        yield from _requests(node, graph, (graph.ingress_namespace,), "the ingress controller")
    elif node.kind in _ROUTES:
        parents = [parent.get("namespace") or node.namespace for _, parent in maps(node.spec.get("parentRefs"))]
        if not any(graph.of_mesh(parent) for _, parent in maps(node.spec.get("parentRefs"))):
            yield from _requests(node, graph, ("", *parents), "the Gateway")
    elif node.kind in _MONITORS:
        yield from _scrapes(node, graph)
    elif graph.edges:
        for edge in graph.once(_edges).get(node.id, ()):
            yield from _dependency(node, graph, edge)


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


def _edges(graph: Graph) -> dict[tuple[str, str, str], list[Edge]]:
    found: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in graph.edges:
        found.setdefault(edge.source, []).append(edge)
    return found


def _dependency(node: Node, graph: Graph, edge: Edge) -> Iterator[Problem]:
    target = graph.find(*edge.target)
    reached = listening(graph, target, edge.port) if target and target.kind == "Service" else ()
    for workload, port in reached:
        sides: tuple[tuple[Direction, Node, Node], ...] = (("Egress", node, workload), ("Ingress", workload, node))
        for direction, subject, other in sides:
            if not allowed(graph, subject, direction, Peer(other.namespace, other.labels), port):
                names = ", ".join(f'"{policy.name}"' for policy in policies(graph, subject, direction)[:3])
                message = f"{node} depends on {target}, and the network policies of {subject} ({names}) do not allow it"
                way = "to" if direction == "Egress" else "from"
                hint = f"allow port {port.number} {way} the pods of {other} there"
                yield Problem("blocked-dependency", "", message, hint)
                return
