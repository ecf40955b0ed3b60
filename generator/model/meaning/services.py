"""Services that Kubernetes refuses, or that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json
from generator.model.meaning.fault import Fault
from generator.model.meaning.ports import containers, names, no_port
from generator.model.plan import ServicePlan
from generator.resources import service
from generator.resources.service import Front

_BALANCED = ("LoadBalancer",)
_OUTER = ("NodePort", "LoadBalancer")
_INNER = ("ClusterIP", "NodePort", "LoadBalancer")
_ONLY: dict[str, tuple[str, ...]] = {
    "allocateLoadBalancerNodePorts": _BALANCED,
    "healthCheckNodePort": _BALANCED,
    "loadBalancerClass": _BALANCED,
    "loadBalancerIP": _BALANCED,
    "loadBalancerSourceRanges": _BALANCED,
    "externalTrafficPolicy": _OUTER,
    "externalName": ("ExternalName",),
    "clusterIP": _INNER,
    "clusterIPs": _INNER,
    "internalTrafficPolicy": _INNER,
    "ipFamilies": _INNER,
    "ipFamilyPolicy": _INNER,
    "sessionAffinity": _INNER,
    "headless": ("ClusterIP",),
}
"""The types of Service that a field is for."""

_NODE_PORTS = range(30000, 32768)
"""The default of `--service-node-port-range`, a setting of the cluster."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    names: set[str] = set()
    node_ports: set[tuple[Json, Json]] = set()
    for front in service.fronts(plan):
        yield from _fields(front)
        yield from _families(front)
        yield from _ports(plan, front, node_ports)
        if front.name in names:
            message = f'two Services are called "{front.name}"'
            yield Fault("duplicate-service", front.path, message, "give one of them another `name`", reads=("name",))
        names.add(front.name)


def _fields(front: Front) -> Iterator[Fault]:
    own = front.own
    for field, types in _ONLY.items():
        outer = field == "externalTrafficPolicy" and own.get("externalIPs")
        if own.get(field) not in (None, False) and front.type not in types and not outer:
            message = f"a Service of type {front.type} has no `{field}`"
            fix = "remove it" if field == "headless" else f"remove it, or set `type: {types[0]}`"
            yield Fault("field-of-other-type", (*front.path, field), message, fix, reads=("service",))
    if own.get("clusterIP") == "None" and front.type in _OUTER:
        message = f"a Service of type {front.type} needs an address, and is headless"
        yield Fault("field-of-other-type", (*front.path, "clusterIP"), message, "remove it")
    if front.type == "ExternalName" and "externalName" not in own:
        message = "the Service stands for a host outside, and does not say which"
        yield Fault("missing-field", front.path, message, "add `externalName:`", reads=("service", "services"))
    if "healthCheckNodePort" in own and front.type in _BALANCED and own.get("externalTrafficPolicy") != "Local":
        message = "the nodes answer health checks only where traffic stays on them"
        hint = "set `externalTrafficPolicy: Local`, or remove it"
        yield Fault("health-check-without-local", (*front.path, "healthCheckNodePort"), message, hint)
    if own.get("headless") and own.get("clusterIP", "None") != "None":
        message = "a headless Service has no address of its own"
        hint = "remove it, or `headless`"
        yield Fault("contradicting-address", (*front.path, "clusterIP"), message, hint, reads=("service", "services"))
    if "sessionAffinityConfig" in own and own.get("sessionAffinity") != "ClientIP":
        message = "there is no session affinity to configure"
        hint = "set `sessionAffinity: ClientIP`"
        yield Fault("affinity-without-clientip", (*front.path, "sessionAffinityConfig"), message, hint)


def _families(front: Front) -> Iterator[Fault]:
    for field in ("ipFamilies", "clusterIPs"):
        several = len(front.own.get(field, [])) > 1
        if several and front.own.get("ipFamilyPolicy", "SingleStack") == "SingleStack":
            message = "a Service of a single stack has one address family"
            hint = "set `ipFamilyPolicy: PreferDualStack`, or name one family"
            yield Fault("several-families", (*front.path, field), message, hint)


def _ports(plan: ServicePlan, front: Front, node_ports: set[tuple[Json, Json]]) -> Iterator[Fault]:
    """`node_ports` are those of the Services before."""
    of_service = "ports" in front.own
    if not front.ports and front.type != "ExternalName" and not service.is_headless(plan, front):
        message = f'the Service "{front.name}" has no ports'
        yield Fault("service-without-port", front.path, message, "add `ports:`", own=True, reads=("services",))
    seen: dict[tuple[Json, Json], str] = {}
    known = {name for _, container in containers(plan) for name in names(container.get("ports", {}))}
    nameless = [name for name, port in front.ports.items() if "name" not in port]
    if nameless and len(front.ports) > 1:
        message = f'the Service "{front.name}" has several ports, and "{nameless[0]}" has no name there'
        field = (*front.path, "ports", nameless[0]) if of_service else ("ports", nameless[0], "named")
        yield Fault("unnamed-port", field, message, "remove `named: false`", reads=("ports",))
    for name, port in front.ports.items():
        field = (*front.path, "ports", name) if of_service else ("ports", name)
        if port["port"] is None:
            if of_service:
                message = f'the port "{name}" of the Service has no number'
                yield Fault("missing-field", field, message, "add `port:`", reads=("ports",))
            continue
        key = (port["port"], port["protocol"])
        if key in seen and (of_service or port["targetPort"] is not None):
            message = f'the ports "{seen[key]}" and "{name}" are both {key[0]}/{key[1]} of the Service'
            hint = "give one of them another number" if of_service else "set `servicePort` of one of them"
            yield Fault("duplicate-port", field, message, hint, reads=("ports",))
        seen.setdefault(key, name)
        target = port["targetPort"]
        if isinstance(target, str) and plan.has_pods and target not in known and "selector" not in front.own:
            yield no_port((*field, "targetPort"), target, sorted(known), "the pod")
        if "nodePort" not in port:
            continue
        if front.type not in _OUTER:
            message = f"a Service of type {front.type} has no ports of the nodes"
            yield Fault("field-of-other-type", (*field, "nodePort"), message, "remove it, or set `type: NodePort`")
        elif port["nodePort"] not in _NODE_PORTS:
            message = (
                f"clusters have no port {port['nodePort']} of the nodes to give, unless their range is another one"
            )
            hint = f"choose one from {_NODE_PORTS[0]} to {_NODE_PORTS[-1]}"
            yield Fault("unusual-node-port", (*field, "nodePort"), message, hint, "warning")
        outer = (port["nodePort"], port["protocol"])
        if outer in node_ports:
            message = f"the port {outer[0]}/{outer[1]} of the nodes is taken twice"
            yield Fault("duplicate-port", (*field, "nodePort"), message, "give one of them another number")
        node_ports.add(outer)
