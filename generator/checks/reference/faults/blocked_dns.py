"""Pods that may reach others, and not the DNS that tells where those are.

https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import POLICY
from generator.checks.reference.network import Peer, Port, allowed, directions, rules
from generator.json_types import as_map
from generator.problems import Problem
from generator.resources.references.maps import maps

KINDS = (POLICY,)


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    if "Egress" not in directions(node) or not _names_others(node):
        return
    found = [
        workload
        for workload in graph.pods(node.namespace, as_map(node.spec.get("podSelector")))
        if not _resolves(graph, workload)
    ]
    if found and next(policy for policy, _ in rules(graph, found[0], "Egress")) is node:
        more = f" (and of {len(found) - 1} more)" if len(found) > 1 else ""
        message = f"{node} lets the pods of {found[0]}{more} out, and not to the DNS: they find no other by its name"
        hint = "add a rule to `egress` with the ports 53 of UDP and TCP"
        yield Problem("blocked-dns", "spec.egress", message, hint)


def _names_others(node: Node) -> bool:
    """Whether it lets out to anything but addresses."""
    return any(
        not rule.get("to") or any("ipBlock" not in peer for _, peer in maps(rule["to"]))
        for _, rule in maps(node.spec.get("egress"))
    )


def _resolves(graph: Graph, workload: Node) -> bool:
    return any(
        allowed(graph, workload, "Egress", Peer("kube-system"), Port(53, protocol)) for protocol in ("UDP", "TCP")
    )
