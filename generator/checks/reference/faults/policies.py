"""A network policy that says something of pods or ports that there are not.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.catalog.suggest import did_you_mean
from generator.checks.label_selectors import shown
from generator.checks.reference.faults.near import nearest_labels
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import FRONTS, OPERATED, PODS, POLICY
from generator.json_types import Json, JsonMap, as_map
from generator.problems import Problem
from generator.resources.references.maps import maps

KINDS = (POLICY,)
_NAME = "kubernetes.io/metadata.name"


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    selector = as_map(node.spec.get("podSelector"))
    own = graph.pods(node.namespace, selector)
    if not own and _strict(graph, node.namespace, selector):
        message = f"{node} selects no pods here ({shown(selector)}), so that it protects none"
        near = nearest_labels(graph, node.namespace, selector)
        yield Problem("policy-without-pods", "spec.podSelector", message, near or "select the labels of a pod template")
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for index, rule in maps(node.spec.get(direction)):
            at = f"spec.{direction}[{index}]"
            others: list[Node] = []
            sure = bool(rule.get(side))
            for place, peer in maps(rule.get(side)):
                found = _peers(node, graph, peer)
                if found == [] and isinstance(peer.get("podSelector"), dict):
                    yield _without_pods(node, graph, peer, f"{at}.{side}[{place}].podSelector")
                sure = sure and bool(found)
                others += found or []
            listening = own if direction == "ingress" else others if sure else []
            yield from _ports(node, graph, rule, at, listening)


def _strict(graph: Graph, namespace: str, selector: JsonMap) -> bool:
    """Whether the pods that it means would be here."""
    return bool(selector) and not graph.of_operator(namespace, selector)


def _peers(node: Node, graph: Graph, peer: JsonMap) -> list[Node] | None:
    """The workloads that it means; None where they need not be here."""
    selector, chosen = peer.get("podSelector"), peer.get("namespaceSelector")
    if "ipBlock" in peer:
        return None
    namespace = node.namespace
    if isinstance(chosen, dict):
        names = as_map(chosen.get("matchLabels"))
        if list(names) != [_NAME] or chosen.get("matchExpressions") or not graph.listed(PODS, str(names[_NAME])):
            return None
        namespace = names[_NAME]
        if namespace != node.namespace and graph.listed(OPERATED, namespace):
            return None
    selector = as_map(selector)
    found = graph.pods(namespace, selector)
    return found if found or _strict(graph, namespace, selector) else None


def _without_pods(node: Node, graph: Graph, peer: JsonMap, field: str) -> Problem:
    selector = as_map(peer.get("podSelector"))
    message = f"{node} allows traffic with pods that are not here ({shown(selector)})"
    near = "" if "namespaceSelector" in peer else nearest_labels(graph, node.namespace, selector)
    other = "select the labels of a pod template; pods of another namespace need a `namespaceSelector` beside"
    return Problem("peer-without-pods", field, message, near or other)


def _ports(node: Node, graph: Graph, rule: JsonMap, at: str, listening: Sequence[Node]) -> Iterator[Problem]:
    """Ports are those that pods listen on. A number need not be declared, so it counts as wrong only where it is that
    of a Service in front of them which leads to another."""
    if not listening or any(not workload.pods.get("ports") for workload in listening):
        return
    for index, item in maps(rule.get("ports")):
        port, protocol = item.get("port"), item.get("protocol") or "TCP"
        known = [own for workload in listening for own in workload.pods["ports"] if own[3] == protocol]
        field = f"{at}.ports[{index}].port"
        if isinstance(port, str) and port not in [own[1] for own in known]:
            message = f'{node} allows the port "{port}", and {_all(listening)} has none of that name'
            hint = did_you_mean(port, [own[1] for own in known]) or "write its number"
            yield Problem("absent-policy-port", field, message, hint)
        elif type(port) is int and not item.get("endPort") and port not in [own[2] for own in known]:
            target = _behind(graph, listening, port)
            if target is not None:
                message = (
                    f"{node} allows the port {port}, which is the Service's: {_all(listening)} listens on {target}"
                )
                yield Problem("absent-policy-port", field, message, f"write {target}: policies look at the pods' ports")


def _all(workloads: Sequence[Node]) -> str:
    more = f" (and {len(workloads) - 1} more)" if len(workloads) > 1 else ""
    return f"{workloads[0]}{more}"


def _behind(graph: Graph, listening: Sequence[Node], port: int) -> Json:
    """Where a Service in front of one of them leads from that port."""
    for workload in listening:
        for service in graph.selecting(FRONTS, workload):
            for _, number, target, *_ in service.facts["service"]["ports"]:
                if number == port and target != port:
                    return target
    return None
