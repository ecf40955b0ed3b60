"""Services whose clients have to find them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.sets import Sets
from generator.checks.update.workloads import items
from generator.json_types import JsonMap, as_map
from generator.problems import Problem

_LOST = {
    "LoadBalancer": "its load balancer is taken down, and with it the external address",
    "NodePort": "its ports on the nodes are closed",
    "ExternalName": "its name leads to pods, no longer to the other host",
}
_OUTSIDE = frozenset({"LoadBalancer", "NodePort"})


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    for _, old, new in sets.both(("", "Service")):
        before, after = as_map(old.manifest.get("spec")), as_map(new.manifest.get("spec"))
        for problem in (*_type(before, after), *_ports(before, after), *_address(before, after)):
            yield new, problem


def _type(before: JsonMap, after: JsonMap) -> Iterator[Problem]:
    old, new = before.get("type") or "ClusterIP", after.get("type") or "ClusterIP"
    if old == new or (old, new) in (("ClusterIP", "LoadBalancer"), ("ClusterIP", "NodePort")):
        return
    if old == "NodePort" and new == "LoadBalancer":
        return
    lost = _LOST.get(old, "its cluster address is given up")
    if new == "ExternalName" and old in _OUTSIDE:
        lost += ", and its cluster address is given up"
    hint = "make a second Service of the new type, move the clients, then remove this one"
    yield Problem("changed-service-address", "spec.type", f"the type was {old} and becomes {new}: {lost}", hint)


def _ports(before: JsonMap, after: JsonMap) -> Iterator[Problem]:
    ports = [as_map(port) for port in items(after.get("ports"))]
    known = {_key(as_map(port)): as_map(port).get("nodePort") for port in items(before.get("ports"))}
    for position, port in enumerate(ports):
        old, new = known.get(_key(port)), port.get("nodePort")
        if old and new and old != new:
            message = f"the port on the nodes was {old} and becomes {new}: clients outside have to follow"
            place = f"spec.ports[{position}].nodePort"
            yield Problem("changed-service-address", place, message, "keep the port, or tell the clients first")


def _key(port: JsonMap) -> tuple[object, object]:
    return port.get("port"), port.get("protocol") or "TCP"


def _address(before: JsonMap, after: JsonMap) -> Iterator[Problem]:
    """What is given at the load balancer; a change of the cluster's own address is refused."""
    if before.get("type") != "LoadBalancer" or after.get("type") != "LoadBalancer":
        return
    old, new = before.get("loadBalancerIP"), at(after, ("loadBalancerIP",))
    if old and old != new:
        message = f"the external address was {old} and becomes {new or 'another one'}"
        hint = "keep the address, or change what DNS says first"
        yield Problem("changed-service-address", "spec.loadBalancerIP", message, hint)
