"""NetworkPolicy: what `dependsOn`, `expose` and `metrics` declare, on both sides, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.facts import pods_of
from generator.model.plan import Port, Resource, ServicePlan
from generator.resources import ingress, monitor, service
from generator.resources.metadata import resource

DNS = {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("networkPolicy", {})
    if not own.get("enabled") or not any(workload.has_pods for workload in plan.workloads):
        return
    incoming = [*_ingress(plan), *own.get("ingress", [])]
    outgoing = [DNS, *_egress(plan), *own.get("egress", [])]
    pods = {"matchLabels": pods_of(plan.service, plan.spec)}
    spec: JsonMap = {"podSelector": pods, "policyTypes": ["Ingress", "Egress"]}
    if incoming:
        spec["ingress"] = incoming
    yield resource(plan, "networking.k8s.io/v1", "NetworkPolicy", plan.name, {"spec": {**spec, "egress": outgoing}})


def _ingress(plan: ServicePlan) -> Iterator[JsonMap]:
    for peer in plan.dependents:
        if peer.ports:
            yield {"from": [{"podSelector": {"matchLabels": peer.selector}}], **_ports(peer.ports)}
    for workload in plan.workloads:
        if workload.spec.get("expose"):
            yield {"from": [_namespace(plan.environment.ingress_namespace)], **_ports(_exposed(workload))}
    scraped = tuple(dict.fromkeys(port for workload in plan.workloads for port in monitor.scraped(workload)))
    if scraped:
        yield {"from": [_namespace(plan.environment.monitoring_namespace)], **_ports(scraped)}


def _exposed(plan: ServicePlan) -> tuple[Port, ...]:
    """The ports of the pods that the paths of `expose` lead to."""
    wanted = {ingress.port_of(plan, path) for host in plan.spec["expose"] for path in host["paths"]}
    behind = service.every_port(plan)
    return tuple(behind[name] for name, number in service.ports_of(plan).items() if number in wanted and name in behind)


def _egress(plan: ServicePlan) -> Iterator[JsonMap]:
    for peer in plan.dependencies:
        if peer.ports:
            yield {"to": [{"podSelector": {"matchLabels": peer.selector}}], **_ports(peer.ports)}
    for outside in plan.outside:
        ports = {"ports": [{"port": port, "protocol": "TCP"} for port in outside.ports]} if outside.ports else {}
        to = _namespace(outside.namespace) if outside.namespace else {"ipBlock": {"cidr": outside.cidr}}
        yield {"to": [to], **ports}


def _namespace(name: str) -> JsonMap:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _ports(ports: tuple[Port, ...]) -> JsonMap:
    return {"ports": [{"port": port.number, "protocol": port.protocol} for port in ports]} if ports else {}
