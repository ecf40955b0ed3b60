"""Service: the one in front of the pods, and further ones for the same pods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.json_types import Json, JsonMap, Path
from generator.language.jobs import JOB_KINDS
from generator.model.plan import Port, Resource, ServicePlan, usual_port
from generator.resources.metadata import resource

_OWN = ("name", "enabled", "headless", "annotations", "labels", "ports")


@dataclass(frozen=True, slots=True)
class Front:
    """One Service of a workload. `path` is its canonical field, `ports` its ports in full by name."""

    path: Path
    name: str
    own: JsonMap
    ports: dict[str, JsonMap]

    @property
    def type(self) -> str:
        kind: str = self.own.get("type", "ClusterIP")
        return kind

    def number(self, wanted: Json) -> Json:
        """The number of a port named or numbered, of the usual one for None; as it is where there is none such."""
        wanted = usual_port(self.ports) if wanted is None else wanted
        return self.ports[wanted]["port"] if isinstance(wanted, str) and wanted in self.ports else wanted

    def behind(self, wanted: Json) -> Iterator[Port]:
        """The ports of the pods that a port leads to."""
        number = self.number(wanted)
        for name, port in self.ports.items():
            if port["port"] == number and number is not None:
                yield Port(name, port["targetPort"], port["protocol"])


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for front in fronts(plan):
        yield _service(plan, front)


def fronts(plan: ServicePlan) -> Iterator[Front]:
    """Every Service of a workload, the main one first."""
    if exists(plan):
        yield Front(("service",), name_of(plan), plan.spec["service"], _full(plan, _main_ports(plan)))
    for name, further in plan.spec.get("services", {}).items():
        ports = _full(plan, further.get("ports", {}))
        yield Front(("services", name), further.get("name", name), further, ports)


def front(plan: ServicePlan, named: str = "") -> Front | None:
    """The Service of that name, or key under `services`; the main one without."""
    for found in fronts(plan):
        if named in (found.path[1:] or ("",)) or named == found.name:
            return found
    return None


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
    found: dict[str, Port] = {}
    for one in fronts(plan):
        for name, port in one.ports.items():
            found.setdefault(name, Port(name, port["targetPort"], port["protocol"]))
    return found


def _main_ports(plan: ServicePlan) -> JsonMap:
    own: JsonMap = plan.spec.get("service", {})
    if own.get("type") == "ExternalName":
        return own.get("ports") or {}
    implied = _from_container(plan)
    return (
        {name: {**implied.get(name, {}), **port} for name, port in own["ports"].items()} if "ports" in own else implied
    )


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


def _service(plan: ServicePlan, front: Front) -> Resource:
    own = front.own
    spec: JsonMap = {"type": "ClusterIP", **{key: value for key, value in own.items() if key not in _OWN}}
    if own.get("headless", _peers_by_name(plan, front.name, spec)):
        spec["clusterIP"] = "None"
    if spec["type"] != "ExternalName" and plan.has_pods:
        spec.setdefault("selector", plan.selector)
    if front.ports:
        spec["ports"] = list(front.ports.values())
    labels, annotations = own.get("labels"), own.get("annotations")
    return resource(plan, "v1", "Service", front.name, {"spec": spec}, labels=labels, annotations=annotations)


def _peers_by_name(plan: ServicePlan, name: str, spec: JsonMap) -> bool:
    """Whether this is the Service that gives a StatefulSet's pods their names, which works only without an address."""
    governs = plan.spec["kind"] == "StatefulSet" and name == name_of(plan)
    return bool(governs and spec["type"] == "ClusterIP" and "clusterIP" not in spec)


def _full(plan: ServicePlan, ports: JsonMap) -> dict[str, JsonMap]:
    return {name: _port(plan, name, port) for name, port in ports.items()}


def _port(plan: ServicePlan, name: str, port: JsonMap) -> JsonMap:
    container = plan.spec.get("ports", {}).get(name, {}).get("containerPort")
    full = {"name": name, "port": port.get("port"), "protocol": "TCP", **port}
    if "targetPort" not in full:
        full["targetPort"] = container if container is not None else full["port"]
    return full
