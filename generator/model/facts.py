"""What services know of one another: a few facts of each, so that one can be planned without reading the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.json_types import Json, JsonMap, Path
from generator.model import placeholders, routes
from generator.model.neighbours import Facts
from generator.model.plan import NO_PODS, Environment, component_of, labels_of_pods, workload_specs
from generator.model.service_ports import completed, main_ports


def facts_of(service: str, specs: Mapping[str, JsonMap], environments: Mapping[str, Environment]) -> Facts:
    return {
        name: {
            "selector": _selector(service, spec, environments[name]),
            "ports": _every_port(spec),
            "dependsOn": list(spec.get("dependsOn", {}).values()),
            "services": dict(_services(service, spec)),
            **_routes(spec, environments[name]),
            **_claims(service, spec),
            **_node_ports(spec),
            **{field: spec[field] for field in _OF_DELIVERY if spec.get(field)},
        }
        for name, spec in specs.items()
        if spec.get("enabled")
    }


_OF_DELIVERY = ("clusters", "delivery")


def _services(service: str, spec: JsonMap) -> Iterator[tuple[str, Json]]:
    """Every Service by its name (the main one by the service's): the name that the cluster knows it by, and its ports
    by theirs."""
    stem = spec.get("name", service)
    workloads = {f"{stem}-{name}": own for name, own in spec.get("workloads", {}).items()}
    for name, own in {service: spec, **workloads}.items():
        main = own.get("service", {})
        ports = main_ports(own)
        if ports and main.get("enabled"):
            full = main.get("name") or own.get("name") or name
            yield name, [full, {port: item.get("port") for port, item in ports.items()}]
        for key, further in own.get("services", {}).items():
            if further.get("enabled") is False:
                continue
            ports = {port: item.get("port") for port, item in completed(own, further.get("ports", {})).items()}
            yield key, [further.get("name", key), ports]


def _routes(spec: JsonMap, environment: Environment) -> JsonMap:
    """What the routes and hosts of all workloads lead to by the name of a service, where there are such."""
    workloads = [own for _, own in workload_specs(spec) if routes.leads_elsewhere(own)]
    return {"routes": [to for own in workloads for to in routes.to_others(own, environment)]} if workloads else {}


def _claims(service: str, spec: JsonMap) -> JsonMap:
    """The claims of all workloads by the name of the volume, empty where each pod has one of its own; and the services
    whose claims they mount."""
    stem = spec.get("name", service)
    claims: JsonMap = {}
    for name, own in ((stem, spec), *((f"{stem}-{key}", own) for key, own in spec.get("workloads", {}).items())):
        for volume, item in own.get("persistence", {}).items():
            if "claim" not in item:
                shared = own["kind"] != "StatefulSet"
                full = item.get("claimName", f"{own.get('name', name)}-{volume}") if shared else ""
                claims.setdefault(volume, full)
    owners = [{"service": owner} for owner in claim_owners(spec)]
    return {**({"claims": claims} if claims else {}), **({"mounts": owners} if owners else {})}


def claim_owners(spec: JsonMap) -> list[str]:
    """The services whose claims a service mounts."""
    items = [item for _, own in workload_specs(spec) for item in own.get("persistence", {}).values()]
    return sorted({item["claim"]["service"] for item in items if "service" in item.get("claim", ())})


_ON_NODES = ("NodePort", "LoadBalancer")


def _node_ports(spec: JsonMap) -> JsonMap:
    """The ports of the nodes that the Services ask for: number, protocol, and the canonical field that says so."""
    found: list[Json] = []
    for at, own in workload_specs(spec):
        fronts: list[tuple[Path, JsonMap]] = [(("service",), own.get("service", {}))]
        fronts += [(("services", name), item) for name, item in own.get("services", {}).items()]
        for path, front in fronts:
            for name, port in front.get("ports", {}).items() if front.get("type") in _ON_NODES else ():
                if "nodePort" in port:
                    field = [*at, *path, "ports", name, "nodePort"]
                    found.append([port["nodePort"], port.get("protocol", "TCP"), field])
    return {"nodePorts": found} if found else {}


def _every_port(spec: JsonMap) -> JsonMap:
    """The ports of all workloads: the main one's by name, those of another as `workload.name` where they differ."""
    ports = _ports(spec)
    for workload, own in spec.get("workloads", {}).items():
        for name, port in _ports(own).items():
            if port not in ports.values():
                ports[f"{workload}.{name}"] = port
    return ports


def _ports(spec: JsonMap) -> JsonMap:
    """The ports of the pods: the main container's, and those that the Service leads to in other containers."""
    ports = {
        name: [item.get("containerPort", 0), item.get("protocol", "TCP")]
        for name, item in spec.get("ports", {}).items()
    }
    for name, item in spec.get("service", {}).get("ports", {}).items():
        if "targetPort" in item or name not in ports:
            ports[name] = [item.get("targetPort", item.get("port", 0)), item.get("protocol", "TCP")]
    return ports


def _selector(service: str, spec: JsonMap, environment: Environment) -> JsonMap:
    values = environment.values(service, spec)
    workloads = {
        name: _labelled(own, {**values, "component": component_of(name, own)})
        for name, own in spec.get("workloads", {}).items()
    }
    return pods_of(service, {**_labelled(spec, values), "workloads": workloads})


def _labelled(spec: JsonMap, values: Mapping[str, str]) -> JsonMap:
    """What `pods_of` reads of a workload, with placeholders replaced."""
    labels = {field: spec[field] for field in ("selector", "labels", "podLabels") if field in spec}
    filled: JsonMap = {"kind": spec["kind"]}
    for field, of in labels.items():
        filled[field] = {key: placeholders.fill(text, values) if text else text for key, text in of.items()}
    return filled


def pods_of(service: str, spec: JsonMap) -> JsonMap:
    """The labels that all pods of a service have, whatever the workload: what their selectors have in common."""
    name = {_NAME: service}
    workloads = [own for _, own in workload_specs(spec) if own["kind"] != NO_PODS]
    selectors = [own.get("selector") or name for own in workloads]
    found = _in_common(selectors or [name])
    if found:
        return found
    every = [
        labels_of_pods(own.get("labels", {}), own.get("podLabels", {}), selector)
        for own, selector in zip(workloads, selectors, strict=True)
    ]
    return {_NAME: _in_common(every).get(_NAME, service)}  # other labels may be those of other services, too


_NAME = "app.kubernetes.io/name"


def _in_common(every: list[JsonMap]) -> JsonMap:
    first, *others = every
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}
