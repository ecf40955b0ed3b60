"""A route and the Gateway that it wants to belong to; references that lead into another namespace.

https://gateway-api.sigs.k8s.io/guides/multiple-ns/, https://gateway-api.sigs.k8s.io/api-types/referencegrant/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.checks.label_selectors import selects
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import OF_KIND
from generator.json_types import Json, JsonMap, as_map
from generator.problems import Problem
from generator.resources.references import Reference
from generator.resources.references.maps import maps

_GROUP = "gateway.networking.k8s.io"
_GATEWAY = f"{_GROUP}/Gateway"
_ROUTES = tuple(f"{_GROUP}/{kind}" for kind in ("GRPCRoute", "HTTPRoute", "TCPRoute", "TLSRoute", "UDPRoute"))
KINDS = (*_ROUTES, _GATEWAY)
_PROTOCOLS = {
    "GRPCRoute": ("HTTP", "HTTPS"),
    "HTTPRoute": ("HTTP", "HTTPS"),
    "TCPRoute": ("TCP", "TLS"),
    "TLSRoute": ("TLS",),
    "UDPRoute": ("UDP",),
}
"""The listeners that take a kind of route where they do not say (https://gateway-api.sigs.k8s.io/reference/spec/)."""


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    for reference in node.refers:
        if reference.use != "parent" and reference.namespace not in ("", node.namespace):
            yield from _grant(node, graph, reference)
    for index, parent in maps(node.spec.get("parentRefs")):
        kind, group = parent.get("kind", "Gateway"), parent.get("group", _GROUP)
        gateway = graph.find(_GATEWAY, str(parent.get("namespace") or node.namespace), str(parent.get("name")))
        if gateway and (kind, group) == ("Gateway", _GROUP):
            yield from _parent(node, graph, gateway, parent, f"spec.parentRefs[{index}]")


def _parent(node: Node, graph: Graph, gateway: Node, parent: JsonMap, field: str) -> Iterator[Problem]:
    listeners = [listener for _, listener in maps(gateway.spec.get("listeners"))]
    section, port = parent.get("sectionName"), parent.get("port")
    if section and section not in [listener.get("name") for listener in listeners]:
        names = [str(listener.get("name")) for listener in listeners]
        message = f'{node} wants the listener "{section}" of {gateway}, which has none such: no request comes in'
        hint = did_you_mean(str(section), names) or f"its listeners: {', '.join(names)}"
        yield Problem("absent-listener", f"{field}.sectionName", message, hint)
        return
    meant = [item for item in listeners if section in (None, "", item.get("name")) and port in (None, item.get("port"))]
    if not meant:
        message = f"{node} wants a listener of {gateway} on port {port}, which has none: no request comes in"
        ports = ", ".join(str(listener.get("port")) for listener in listeners)
        yield Problem("absent-listener", f"{field}.port", message, f"its ports: {ports}")
        return
    refusals = [_refusal(node, graph, gateway, listener) for listener in meant]
    if all(refusals):
        reason, hint = refusals[0]  # type: ignore[misc]
        message = f"{gateway} does not take {node}: {reason}"
        yield Problem("refused-route", f"{field}.name", message, hint)


def _refusal(node: Node, graph: Graph, gateway: Node, listener: JsonMap) -> tuple[str, str] | None:
    """Why a listener does not take the route, and what to do."""
    allowed = as_map(listener.get("allowedRoutes"))
    name = listener.get("name")
    kinds = [item.get("kind") for _, item in maps(allowed.get("kinds"))]
    if kinds and node.short not in kinds:
        return f"its listener {name} takes only {', '.join(map(str, kinds))}", f"add {node.short} to its kinds"
    protocol = listener.get("protocol")
    if not kinds and protocol in ("HTTP", "HTTPS", "TCP", "TLS", "UDP") and protocol not in _PROTOCOLS[node.short]:
        return f"its listener {name} is for {protocol}", f"add a listener for {' or '.join(_PROTOCOLS[node.short])}"
    if not _takes_namespace(node, graph, gateway, as_map(allowed.get("namespaces"))):
        return (
            f"its listener {name} takes no routes of the namespace {node.namespace}",
            "write `from: All`, or a selector of that namespace, under `allowedRoutes.namespaces` of the listener",
        )
    hosts = node.spec.get("hostnames") or []
    own = listener.get("hostname")
    if hosts and own and not any(_meet(str(own), str(host)) for host in hosts):
        return f"none of its hosts is one of {own}, that of the listener {name}", f"write a host of {own}"
    return None


def _takes_namespace(node: Node, graph: Graph, gateway: Node, namespaces: JsonMap) -> bool:
    origin = namespaces.get("from", "Same")
    if origin == "All" or (origin == "Same" and node.namespace == gateway.namespace):
        return True
    if origin != "Selector":
        return False
    unknown = not graph.find("Namespace", "", node.namespace)
    return unknown or selects(as_map(namespaces.get("selector")), graph.namespace_labels(node.namespace))


def _meet(listener: str, route: str) -> bool:
    """https://gateway-api.sigs.k8s.io/reference/spec/#hostname"""
    if listener == route:
        return True
    if listener.startswith("*.") and route.endswith(listener[1:]):
        return True
    return route.startswith("*.") and listener.endswith(route[1:])


def _grant(node: Node, graph: Graph, reference: Reference) -> Iterator[Problem]:
    target = graph.target(node, reference)
    if not graph.exists(target) and not graph.populated(reference.kind, reference.namespace):
        return
    group, _, kind = node.kind.rpartition("/")
    to_group, _, to_kind = reference.kind.rpartition("/")
    for grant in graph.listed(OF_KIND, f"{_GROUP}/ReferenceGrant", reference.namespace):
        if _grants(grant, [group, kind, node.namespace], [to_group, to_kind, reference.name]):
            return
    message = (
        f'{node} refers to the {to_kind} "{reference.name}" in the namespace {reference.namespace}, '
        "and no ReferenceGrant there allows it"
    )
    hint = (
        f"add a ReferenceGrant to the namespace {reference.namespace}, "
        f"from {kind} of the namespace {node.namespace} to {to_kind}"
    )
    yield Problem("absent-grant", reference.naming, message, hint)


def _grants(grant: Node, source: list[str], target: list[str]) -> bool:
    sources = [[item.get("group"), item.get("kind"), item.get("namespace")] for _, item in maps(grant.spec.get("from"))]
    return source in sources and any(_covers(item, target) for _, item in maps(grant.spec.get("to")))


def _covers(item: JsonMap, target: list[str]) -> bool:
    name: Json = item.get("name")
    return [item.get("group", ""), item.get("kind")] == target[:2] and name in (None, "", target[2])
