"""Service: the one in front of the pods, and further ones for the same pods."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Port, Resource, ServicePlan
from generator.resources.metadata import resource
from generator.resources.pod import JOB_KINDS

_OWN = ("name", "enabled", "headless", "annotations", "labels", "ports")


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if exists(plan):
        yield _service(plan, name_of(plan), plan.spec["service"], _main_ports(plan))
    for name, further in plan.spec.get("services", {}).items():
        yield _service(plan, further.get("name", name), further, further.get("ports", {}))


def exists(plan: ServicePlan) -> bool:
    own = plan.spec.get("service", {})
    without_ports = own.get("type") == "ExternalName"
    return bool(own.get("enabled") and (own.get("ports") or _from_container(plan) or without_ports))


def name_of(plan: ServicePlan) -> str:
    name: str = plan.spec.get("service", {}).get("name", plan.name)
    return name


def ports_of(plan: ServicePlan) -> dict[str, int]:
    """The ports of the main Service by name."""
    return {name: port.get("port", 0) for name, port in _main_ports(plan).items()}


def every_port(plan: ServicePlan) -> dict[str, Port]:
    """The ports of the pods behind every Service, by the name of the Service's port. The main Service comes first."""
    found = {name: _port(plan, name, port) for name, port in (_main_ports(plan) if exists(plan) else {}).items()}
    for further in plan.spec.get("services", {}).values():
        for name, port in further.get("ports", {}).items():
            found.setdefault(name, _port(plan, name, port))
    return {name: Port(name, port["targetPort"], port["protocol"]) for name, port in found.items()}


def _main_ports(plan: ServicePlan) -> JsonMap:
    own: JsonMap = plan.spec.get("service", {})
    return own["ports"] if "ports" in own else _from_container(plan)


def _from_container(plan: ServicePlan) -> JsonMap:
    """The ports that follow from the container's: 80 for the one named http, the same number for others."""
    if plan.spec["kind"] in JOB_KINDS:
        return {}
    ports: JsonMap = {}
    for name, port in plan.spec.get("ports", {}).items():
        number = port.get("servicePort", 80 if name == "http" else port.get("containerPort"))
        if number != 0:
            same = {key: port[key] for key in ("appProtocol",) if key in port}
            ports[name] = {"port": number, "protocol": port.get("protocol", "TCP"), **same}
    return ports


def _service(plan: ServicePlan, name: str, own: JsonMap, ports: JsonMap) -> Resource:
    spec: JsonMap = {"type": "ClusterIP", **{key: value for key, value in own.items() if key not in _OWN}}
    if own.get("headless", _peers_by_name(plan, name, spec)):
        spec["clusterIP"] = "None"
    if spec["type"] != "ExternalName" and plan.has_pods:
        spec.setdefault("selector", plan.selector)
    if ports:
        spec["ports"] = [_port(plan, port_name, port) for port_name, port in ports.items()]
    return resource(
        plan, "v1", "Service", name, {"spec": spec}, labels=own.get("labels"), annotations=own.get("annotations")
    )


def _peers_by_name(plan: ServicePlan, name: str, spec: JsonMap) -> bool:
    """Whether this is the Service that gives a StatefulSet's pods their names, which works only without an address."""
    governs = plan.spec["kind"] == "StatefulSet" and name == name_of(plan)
    return bool(governs and spec["type"] == "ClusterIP" and "clusterIP" not in spec)


def _port(plan: ServicePlan, name: str, port: JsonMap) -> JsonMap:
    container = plan.spec.get("ports", {}).get(name, {}).get("containerPort")
    full = {"name": name, "port": port.get("port"), "protocol": "TCP", **port}
    if "targetPort" not in full:
        full["targetPort"] = container if container is not None else full["port"]
    return full
