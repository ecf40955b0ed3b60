"""Network policies -> whether one thing reaches another, where that is sure.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
Whatever is not known is taken to be allowed: addresses, labels of namespaces that no manifest describes, pods that
controllers make. What comes from a node itself, as probes do, is never blocked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from generator.checks.label_selectors import selects
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import POLICIES
from generator.json_types import Json, JsonMap, as_map
from generator.resources.references.maps import maps

Direction = Literal["Ingress", "Egress"]


class Peer(NamedTuple):
    """The other side: its namespace, empty for any but those that policies are in, and its labels, None if unknown."""

    namespace: str
    labels: dict[str, str] | None = None


class Port(NamedTuple):
    number: Json
    protocol: str = "TCP"
    names: Sequence[str] = ()
    """What the pods that listen call it."""


def policies(graph: Graph, workload: Node, direction: Direction) -> Sequence[Node]:
    """Those that isolate its pods. Pods in the network of their node are beyond all policies."""
    if workload.pods.get("node"):
        return ()
    return [node for node in graph.selecting(POLICIES, workload) if direction in directions(node)]


def directions(policy: Node) -> Sequence[str]:
    """Both, unless it says which; that of what comes in alone where it has no rules for what goes out."""
    types = policy.spec.get("policyTypes")
    if isinstance(types, list) and types:
        return [item for item in types if isinstance(item, str)]
    return ("Ingress", "Egress") if policy.spec.get("egress") else ("Ingress",)


def rules(graph: Graph, workload: Node, direction: Direction) -> Iterator[tuple[Node, JsonMap]]:
    for policy in policies(graph, workload, direction):
        for _, rule in maps(policy.spec.get(direction.lower())):
            yield policy, rule


def allowed(graph: Graph, workload: Node, direction: Direction, peer: Peer, port: Port) -> bool:
    isolating = policies(graph, workload, direction)
    for policy in isolating:
        for _, rule in maps(policy.spec.get(direction.lower())):
            if fits_port(rule, port) and fits_peers(graph, policy.namespace, rule, direction, peer):
                return True
    return not isolating


def fits_port(rule: JsonMap, port: Port) -> bool:
    if not rule.get("ports"):
        return True
    return any(_is(item, port) for _, item in maps(rule["ports"]))


def _is(item: JsonMap, port: Port) -> bool:
    if (item.get("protocol") or "TCP") != port.protocol:
        return False
    wanted, end = item.get("port"), item.get("endPort")
    if wanted is None or not isinstance(port.number, int):
        return True
    if isinstance(wanted, str):
        return wanted in port.names
    if isinstance(wanted, int) and isinstance(end, int):
        return wanted <= port.number <= end
    return bool(wanted == port.number)


def fits_peers(graph: Graph, namespace: str, rule: JsonMap, direction: Direction, peer: Peer) -> bool:
    peers = rule.get("from" if direction == "Ingress" else "to")
    return not peers or any(_fits(graph, namespace, item, peer) for _, item in maps(peers))


def _fits(graph: Graph, namespace: str, item: JsonMap, peer: Peer) -> bool:
    if "ipBlock" in item:
        return True
    if isinstance(chosen := item.get("namespaceSelector"), dict):
        if not may_select(graph, chosen, peer.namespace):
            return False
    elif peer.namespace != namespace:
        return False
    pods = item.get("podSelector")
    return peer.labels is None or not isinstance(pods, dict) or selects(pods, peer.labels)


def may_select(graph: Graph, selector: JsonMap, namespace: str) -> bool:
    """Whether a selector of namespaces can mean one. Of an unknown one only the name is sure."""
    if not namespace:
        return True
    if graph.find("Namespace", "", namespace):
        return selects(selector, graph.namespace_labels(namespace))
    name = as_map(selector.get("matchLabels")).get("kubernetes.io/metadata.name", namespace)
    return bool(name == namespace)


def listening(graph: Graph, service: Node, key: Json) -> Iterator[tuple[Node, Port]]:
    """The workloads behind a port of a Service, each with the port that its pods listen on."""
    about = service.facts["service"]
    for name, number, target, protocol, _ in about["ports"] if about["selector"] else ():
        if key not in ("", name, number):
            continue
        for workload in graph.pods(service.namespace, {"matchLabels": about["selector"]}):
            yield workload, port_of(workload, target, protocol)


def port_of(workload: Node, target: Json, protocol: str = "TCP") -> Port:
    """By number or by name."""
    same = [port for port in workload.pods.get("ports", ()) if port[3] == protocol and target in (port[1], port[2])]
    number = same[0][2] if same else target
    return Port(number, protocol, tuple(str(port[1]) for port in same))
