"""What of a workload Prometheus scrapes, for every way in which it can find that."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.monitoring import OF_MONITOR, OWN
from generator.language.ports import in_cluster
from generator.model.plan import Port, Resource, ServicePlan, usual_port
from generator.resources import service
from generator.resources.metadata import resource


def is_found_via(plan: ServicePlan, way: str) -> bool:
    """Whether the workload has metrics that Prometheus finds this way, and a port to scrape."""
    own = plan.spec.get("metrics")
    if own is None or not has_ports(plan):
        return False
    return way == _way(plan) or (way == "scrapeConfig" and "scrapeConfig" in own)


def _way(plan: ServicePlan) -> str:
    usual = "service" if service.every_port(plan) and not _has_two_fronts(plan) else "pod"
    way: str = plan.spec["metrics"].get("via") or usual
    return way


def _has_two_fronts(plan: ServicePlan) -> bool:
    """Whether old and new pods have a Service each while a Rollout goes on. At other times both lead to the same pods,
    which would be scraped twice."""
    own = plan.spec.get("strategy", {})
    names = own.get("canary", {}).keys() & {"trafficRouting", "canaryService", "pingPong"}
    return plan.spec["kind"] == "Rollout" and ("blueGreen" in own or bool(names))


def is_of_pods(plan: ServicePlan) -> bool:
    """Whether the ports are those of the pods, and not those of a Service."""
    way = _way(plan)
    return way in ("pod", "annotations") or (way == "scrapeConfig" and not service.every_port(plan))


def ports_of(plan: ServicePlan) -> dict[str, Port]:
    """The ports that can be scraped, by the name that an endpoint has for them."""
    return pod_ports(plan) if is_of_pods(plan) else service.every_port(plan)


def has_ports(plan: ServicePlan) -> bool:
    """Whether there is something to scrape: a port that is known, or one of the pods by its number alone."""
    return bool(ports_of(plan)) or (is_of_pods(plan) and all(map(target, endpoints(plan).values())))


def pod_ports(plan: ServicePlan) -> dict[str, Port]:
    """The ports of all containers, the main one's first."""
    containers = (plan.spec, *plan.spec.get("containers", {}).values(), *plan.spec.get("initContainers", {}).values())
    found: dict[str, Port] = {}
    for container in containers:
        for name, port in container.get("ports", {}).items():
            if in_cluster(name, port):
                found.setdefault(name, Port(name, port.get("containerPort", 0), port.get("protocol", "TCP")))
    return found


def endpoints(plan: ServicePlan) -> dict[str, JsonMap]:
    """The endpoints by name, each with its port and path."""
    own = plan.spec["metrics"]
    shared = {key: value for key, value in own.items() if key not in OWN}
    if "endpoints" not in own:
        return {"": _endpoint(plan, shared)}
    return {name: _endpoint(plan, {"port": name, **shared, **item}) for name, item in own["endpoints"].items()}


def _endpoint(plan: ServicePlan, given: JsonMap) -> JsonMap:
    ports = ports_of(plan)
    usual = "metrics" if "metrics" in ports else usual_port(ports)
    port = {} if target(given) else {"port": usual}
    return {**port, "path": "/metrics", **given}


def target(endpoint: JsonMap) -> str | int | None:
    """The port of the pod that an endpoint names past all names of its own."""
    found: str | int | None = endpoint.get("targetPort", endpoint.get("portNumber"))
    return found


def scraped(plan: ServicePlan) -> tuple[Port, ...]:
    """The ports of the pods that Prometheus connects to."""
    if "metrics" not in plan.spec:
        return ()
    known = ports_of(plan)
    found: dict[str | int, Port] = {}
    for endpoint in endpoints(plan).values():
        port = known.get(endpoint.get("port", ""))
        number = port.number if port else target(endpoint)
        if number:
            found[number] = Port("", number, "TCP")
    return tuple(found.values())


def pod_annotations(plan: ServicePlan) -> JsonMap:
    """The annotations by which a Prometheus without the operator finds pods, by a convention as old as Kubernetes."""
    if not is_found_via(plan, "annotations"):
        return {}
    endpoint = next(iter(endpoints(plan).values()))
    notes = {"scrape": "true", "path": endpoint["path"]}
    notes.update(("port", str(port.number)) for port in scraped(plan)[:1])
    if "scheme" in endpoint:
        notes["scheme"] = endpoint["scheme"].lower()
    return {f"prometheus.io/{key}": value for key, value in notes.items()}


def monitor(plan: ServicePlan, kind: str, found: JsonMap, labels: JsonMap) -> Resource:
    """A monitor of the Prometheus operator: its endpoints, by what it calls them, and the labels that it selects."""
    own = plan.spec["metrics"]
    spec: JsonMap = {
        **found,
        "selector": {"matchLabels": labels},
        **{key: own[key] for key in OF_MONITOR if key in own},
    }
    name = own.get("name", plan.name)
    notes = own.get("annotations")
    api = "monitoring.coreos.com/v1"
    return resource(plan, api, kind, name, {"spec": spec}, labels=own.get("labels"), annotations=notes)
