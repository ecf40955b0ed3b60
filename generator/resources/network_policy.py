"""NetworkPolicy: what `dependsOn`, `expose` and `metrics` declare, on both sides, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Port, Resource, ServicePlan
from generator.resources.metadata import resource

_DNS = {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("networkPolicy", {})
    if not own.get("enabled"):
        return
    ingress = [*_ingress(plan), *own.get("ingress", [])]
    egress = [_DNS, *_egress(plan), *own.get("egress", [])]
    spec: JsonMap = {"podSelector": {"matchLabels": plan.selector}, "policyTypes": ["Ingress", "Egress"]}
    if ingress:
        spec["ingress"] = ingress
    yield resource(plan, "networking.k8s.io/v1", "NetworkPolicy", plan.name, {"spec": {**spec, "egress": egress}})


def _ingress(plan: ServicePlan) -> Iterator[JsonMap]:
    for peer in plan.dependents:
        yield {"from": [{"podSelector": {"matchLabels": peer.selector}}], **_ports(peer.ports)}
    own = tuple(
        Port(name, port.get("containerPort", 0), port.get("protocol", "TCP"))
        for name, port in plan.spec.get("ports", {}).items()
    )
    if plan.spec.get("expose"):
        yield {"from": [_namespace(plan.environment.ingress_namespace)], **_ports(own)}
    if "metrics" in plan.spec:
        yield {"from": [_namespace(plan.environment.monitoring_namespace)], **_ports(own)}


def _egress(plan: ServicePlan) -> Iterator[JsonMap]:
    for peer in plan.dependencies:
        yield {"to": [{"podSelector": {"matchLabels": peer.selector}}], **_ports(peer.ports)}
    for outside in plan.outside:
        ports = {"ports": [{"port": port, "protocol": "TCP"} for port in outside.ports]} if outside.ports else {}
        yield {"to": [{"ipBlock": {"cidr": outside.cidr}}], **ports}


def _namespace(name: str) -> JsonMap:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _ports(ports: tuple[Port, ...]) -> JsonMap:
    return {"ports": [{"port": port.number, "protocol": port.protocol} for port in ports]} if ports else {}
