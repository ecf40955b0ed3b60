"""NetworkPolicy: what `dependsOn`, `expose` and `metrics` declare, on both sides, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.json_types import JsonMap
from generator.model import routes
from generator.model.facts import pods_of
from generator.model.plan import Port, Resource, ServicePlan
from generator.resources import exposure, gateway, monitor, service
from generator.resources.metadata import resource

DNS = {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("networkPolicy", {})
    if not own.get("enabled"):
        return
    if "podSelector" not in own and not any(workload.has_pods for workload in plan.workloads):
        return
    types = own.get("policyTypes", ["Ingress", "Egress"])
    pods = own["podSelector"] if "podSelector" in own else {"matchLabels": pods_of(plan.service, plan.spec)}
    derived = own.get("derived", True)
    spec: JsonMap = {"podSelector": pods, "policyTypes": types}
    incoming = [*(_ingress(plan) if derived else ()), *own.get("ingress", [])] if "Ingress" in types else []
    if incoming:
        spec["ingress"] = incoming
    outgoing = [*((DNS, *_egress(plan)) if derived else ()), *own.get("egress", [])] if "Egress" in types else []
    if outgoing:
        spec["egress"] = outgoing
    yield resource(
        plan,
        "networking.k8s.io/v1",
        "NetworkPolicy",
        own.get("name", plan.name),
        {"spec": spec},
        labels=own.get("labels"),
        annotations=own.get("annotations"),
    )


def _ingress(plan: ServicePlan) -> Iterator[JsonMap]:
    for peer in plan.dependents:
        if peer.ports:
            yield {"from": [{"podSelector": {"matchLabels": peer.selector}}], **_ports(peer.ports)}
    for namespaces, ports in _proxied(plan).items():
        yield {"from": [_pods_in(name, plan) for name in namespaces], **_ports(ports)}
    scraped = tuple(dict.fromkeys(port for workload in plan.workloads for port in monitor.scraped(workload)))
    if scraped:
        yield {"from": [_namespace(plan.environment.monitoring_namespace)], **_ports(scraped)}
    for workload in plan.workloads:
        yield from _open(workload)


def _proxied(plan: ServicePlan) -> dict[tuple[str, ...], tuple[Port, ...]]:
    """The ports that the ingress controller and Gateways lead to, by the namespaces of their pods."""
    environment = plan.environment
    found: dict[tuple[str, ...], dict[Port, None]] = {}

    def reach(namespaces: list[str], ports: Iterable[Port]) -> None:
        for port in ports:
            found.setdefault(tuple(namespaces), {})[port] = None

    for workload in plan.workloads:
        spec = workload.spec
        if "expose" in spec or "ingress" in spec:
            reach([environment.ingress_namespace], exposure.reached(workload, exposure.INGRESS))
            if "gateway" in spec:
                reach(routes.namespaces(spec, environment), exposure.reached(workload, exposure.GATEWAY))
        for _, route in routes.every(spec):
            for other in plan.workloads:
                reach(routes.namespaces(spec, environment, route), gateway.reached(other, route, workload))
        front = service.front(workload) if plan.routed and workload.component == plan.workloads[0].component else None
        for item in plan.routed if front else ():
            reach(item["from"], front.behind(item["port"]) if front else ())
    return {namespaces: tuple(ports) for namespaces, ports in found.items()}


def _open(plan: ServicePlan) -> Iterator[JsonMap]:
    """What is reachable from outside of the cluster by declaration: from everywhere, for nobody knows from where.

    The ranges of a load balancer count only where the pods see its clients' addresses. Elsewhere they see a node's, and
    the ranges are held by the load balancer and the nodes alone.
    """
    for front in service.fronts(plan):
        if front.type not in ("NodePort", "LoadBalancer") and not front.own.get("externalIPs"):
            continue
        ports = tuple(Port(name, port["targetPort"], port["protocol"]) for name, port in front.ports.items())
        ranges = front.own.get("loadBalancerSourceRanges")
        if ranges and front.type == "LoadBalancer" and front.own.get("externalTrafficPolicy") == "Local":
            yield {"from": [{"ipBlock": {"cidr": cidr}} for cidr in ranges], **_ports(ports)}
        else:
            yield _ports(ports)
    ports = tuple(
        Port(name, port["containerPort"], port.get("protocol", "TCP"))
        for name, port in plan.spec.get("ports", {}).items()
        if "hostPort" in port
    )
    if ports:
        yield _ports(ports)


def _egress(plan: ServicePlan) -> Iterator[JsonMap]:
    for peer in plan.dependencies:
        if peer.ports:
            yield {"to": [{"podSelector": {"matchLabels": peer.selector}}], **_ports(peer.ports)}
    for item in plan.spec.get("dependsOn", {}).values():
        to = list(_outside(item))
        if to:
            ports = [_numbered(port) for port in item.get("ports") or ()]
            yield {"to": to, **({"ports": ports} if ports else {})}


def _outside(item: JsonMap) -> Iterator[JsonMap]:
    """The peers of a dependency that is no service of the catalog. A policy knows no host names, so one is anywhere."""
    if item.get("namespace"):
        pods = {"podSelector": item["podSelector"]} if "podSelector" in item else {}
        yield {**_namespace(item["namespace"]), **pods}
    if item.get("cidr"):
        yield {"ipBlock": {key: item[key] for key in ("cidr", "except") if key in item}}
    if item.get("host"):
        yield from ({"ipBlock": {"cidr": everywhere}} for everywhere in ("0.0.0.0/0", "::/0"))


def _numbered(port: int | JsonMap) -> JsonMap:
    return {"protocol": "TCP", **(port if isinstance(port, dict) else {"port": port})}


def _pods_in(namespace: str, plan: ServicePlan) -> JsonMap:
    """The service's own namespace is meant without its name, so that all environments say the same."""
    return {"podSelector": {}} if namespace == plan.environment.namespace else _namespace(namespace)


def _namespace(name: str) -> JsonMap:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _ports(ports: tuple[Port, ...]) -> JsonMap:
    return {"ports": [{"port": port.number, "protocol": port.protocol} for port in ports]} if ports else {}
