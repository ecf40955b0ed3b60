"""Service: the one in front of the pods, and further ones for the same pods."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.json_types import Json, JsonMap, Path
from generator.language.ports import in_cluster
from generator.model.facts import pods_of
from generator.model.plan import NO_PODS, Port, Resource, ServicePlan, usual_port
from generator.model.service_ports import completed, implied_ports, main_ports
from generator.resources.metadata import resource

_OWN = ("name", "enabled", "headless", "annotations", "labels", "ports")


class Front(Struct, frozen=True):
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
        return number({name: port["port"] for name, port in self.ports.items()}, wanted)

    def behind(self, wanted: Json) -> Iterator[Port]:
        """The ports of the pods that a port leads to."""
        number = self.number(wanted)
        for name, port in self.ports.items():
            if port["port"] == number and number is not None:
                yield Port(name, port["targetPort"], port["protocol"])


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for front in fronts(plan):
        yield _service(plan, front)


def fronts(plan: ServicePlan) -> tuple[Front, ...]:
    """Every Service of a workload, the main one first."""
    if "fronts" not in plan.memory:
        plan.memory["fronts"] = tuple(_fronts(plan))
    found: tuple[Front, ...] = plan.memory["fronts"]
    return found


def _fronts(plan: ServicePlan) -> Iterator[Front]:
    if exists(plan):
        yield Front(("service",), name_of(plan), plan.spec["service"], _full(plan, main_ports(plan.spec)))
    for name, further in plan.spec.get("services", {}).items():
        if further.get("enabled") is False:
            continue
        ports = _full(plan, completed(plan.spec, further.get("ports", {})))
        yield Front(("services", name), further.get("name", name), further, ports)


def front(plan: ServicePlan, named: str = "") -> Front | None:
    """The Service of that name, or key under `services`; the main one without."""
    for found in fronts(plan):
        if named in (found.path[1:] or ("",)) or named == found.name:
            return found
    return None


def number(ports: JsonMap, wanted: Json) -> Json:
    """The number of a port by name or number, of the usual one for None; as it is where there is none such."""
    wanted = usual_port(ports) if wanted is None else wanted
    return ports.get(wanted, wanted) if isinstance(wanted, str) else wanted


def exists(plan: ServicePlan) -> bool:
    own = plan.spec.get("service", {})
    without_ports = own.get("type") == "ExternalName" or own.get("headless") or own.get("clusterIP") == "None"
    return bool(own.get("enabled") and (own.get("ports") or implied_ports(plan.spec) or without_ports))


def name_of(plan: ServicePlan) -> str:
    name: str = plan.spec.get("service", {}).get("name", plan.name)
    return name


def ports_of(plan: ServicePlan) -> dict[str, int]:
    """The ports of the main Service by name."""
    return {name: port.get("port", 0) for name, port in main_ports(plan.spec).items()}


def every_port(plan: ServicePlan) -> dict[str, Port]:
    """The ports of the pods behind every Service, by the name that the Service's port has in the cluster. The main
    Service comes first."""
    found: dict[str, Port] = {}
    for one in fronts(plan):
        for name, port in one.ports.items():
            if "name" in port:
                found.setdefault(name, Port(name, port["targetPort"], port["protocol"]))
    return found


def is_headless(plan: ServicePlan, front: Front) -> bool:
    """Whether it has no address: because it says so, or as it is the Service that gives a StatefulSet's pods their
    names, which works only without."""
    own = front.own
    if "clusterIP" in own and not own.get("headless"):
        return bool(own["clusterIP"] == "None")
    governs = plan.spec["kind"] == "StatefulSet" and front.name == governing(plan) and front.type == "ClusterIP"
    return bool(own.get("headless", governs))


def governing(plan: ServicePlan) -> str | None:
    """The Service that gives the pods of a StatefulSet their names."""
    own: str | None = plan.spec.get("serviceName")
    return own or (name_of(plan) if exists(plan) else None)


def like_main(plan: ServicePlan, name: str) -> Resource:
    """Another Service for the same pods, with the ports and labels of the main one, inside of the cluster."""
    labels = {key: value for key, value in plan.spec["service"].items() if key == "labels"}
    return _service(plan, Front(("service",), name, labels, _full(plan, main_ports(plan.spec))))


def _service(plan: ServicePlan, front: Front) -> Resource:
    own = front.own
    spec: JsonMap = {"type": "ClusterIP", **{key: value for key, value in own.items() if key not in _OWN}}
    if is_headless(plan, front):
        spec["clusterIP"] = "None"
    if spec["type"] != "ExternalName" and "selector" not in spec and (pods := _pods(plan)):
        spec["selector"] = pods
    if front.ports:
        spec["ports"] = list(front.ports.values())
    labels, annotations = own.get("labels"), own.get("annotations")
    return resource(plan, "v1", "Service", front.name, {"spec": spec}, labels=labels, annotations=annotations)


def _pods(plan: ServicePlan) -> JsonMap:
    """The labels of the pods behind a Service: the workload's, or what those of all workloads have in common where the
    main one has no pods. Empty where no workload has any: what the Service leads to is then said in another way."""
    if plan.has_pods:
        return plan.selector
    others = plan.spec.get("workloads", {}).values()
    return pods_of(plan.service, plan.spec) if any(own["kind"] != NO_PODS for own in others) else {}


def _full(plan: ServicePlan, ports: JsonMap) -> dict[str, JsonMap]:
    return {name: _port(plan, name, port) for name, port in ports.items()}


def _port(plan: ServicePlan, name: str, port: JsonMap) -> JsonMap:
    container = plan.spec.get("ports", {}).get(name, {}).get("containerPort")
    full = {**in_cluster(name, port), "port": port.get("port"), "protocol": "TCP", **port}
    full.pop("named", None)
    if "targetPort" not in full:
        full["targetPort"] = container if container is not None else full["port"]
    return full
