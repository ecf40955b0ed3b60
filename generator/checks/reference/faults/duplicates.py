"""What there can be only one of, given twice: an object, a port of the nodes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import IDS, NODE_PORTS
from generator.problems import Problem


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    same = graph.listed(IDS, *node.id)
    if len(same) > 1 and same[0] is not node and node.name not in ("", "None"):
        where = f" in the namespace {node.namespace}" if node.namespace else ""
        message = f"{node}{where} is given twice: whichever is applied last replaces the other"
        yield Problem("duplicate-object", "metadata.name", message, "remove one, or rename it")
    if node.kind == "Service":
        yield from _node_ports(node, graph)


def _node_ports(node: Node, graph: Graph) -> Iterator[Problem]:
    """https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport"""
    for index, (*_, protocol, number) in enumerate(node.facts["service"]["ports"]):
        first = graph.listed(NODE_PORTS, number, protocol)[0] if number else node
        if first.id != node.id:
            message = f"{node} and {first} have the same nodePort {number}: the second is not created"
            hint = "write another of 30000 to 32767, or none: the cluster then finds a free one"
            yield Problem("duplicate-node-port", f"spec.ports[{index}].nodePort", message, hint)
