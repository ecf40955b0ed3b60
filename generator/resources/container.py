"""Containers of a pod, from the canonical fields of a service or of one of its further containers."""

from __future__ import annotations

import re

from generator.json_types import Json, JsonMap, without_nulls
from generator.language.containers import mounts_of
from generator.language.ports import in_cluster
from generator.language.probes import PROBES
from generator.language.resources import SIZES
from generator.language.security import PROTECTION
from generator.model.merge import finish, merge
from generator.model.plan import ServicePlan, usual_port
from generator.resources import claim, config_map, secret

_REFERENCE = re.compile(r"\$\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)")


def main_container(plan: ServicePlan, mounts: list[JsonMap]) -> JsonMap:
    spec = plan.spec
    container = _container(plan, spec.get("containerName", plan.name), spec)
    if "containerRestartPolicy" in spec:
        container["restartPolicy"] = spec["containerRestartPolicy"]
    container.update((field, spec[field]) for field in plan.container_fields if field in spec)
    env_from = _env_from(plan, spec)
    if "config" in spec or "configs" in spec:
        every = [config for config in config_map.of(plan) if config and config.fields.get("env")]
        env_from[:0] = [{"configMapRef": {"name": config.name}} for config in every]
    if "secret" in spec or "secrets" in spec:
        env_from[:0] = secret.env_from(plan)
    if env_from:
        container["envFrom"] = env_from
    if mounts:
        container["volumeMounts"] = mounts
    if "persistence" in spec and (devices := claim.devices(plan)):
        container["volumeDevices"] = [*devices, *container.get("volumeDevices", [])]
    return container


def further_container(plan: ServicePlan, name: str, spec: JsonMap, mounts: list[JsonMap]) -> JsonMap:
    """A container of `containers` or `initContainers`: Kubernetes' own fields, with the short forms put in.

    `mounts` are those of the main container.
    """
    default = PROTECTION if "securityContext" in plan.spec else {}
    default = {field: value for field, value in default.items() if field not in spec.get("unprotected", {})}
    protected = finish(merge(default, spec.get("securityContext", {})))
    container = _container(
        plan, name, {"imagePullPolicy": plan.spec.get("imagePullPolicy"), **spec, "securityContext": protected}
    )
    if "envFrom" in spec:
        container["envFrom"] = _env_from(plan, spec)
    if "volumeMounts" in spec:
        container["volumeMounts"] = [
            same
            for _, mount in mounts_of(spec)
            for same in ([mount] if "mountPath" in mount else [own for own in mounts if own["name"] == mount["name"]])
        ]
    known = container.keys() | {"env", "imageUpdate", "ports", "size", "unprotected"}
    return {**container, **{key: value for key, value in spec.items() if key not in known}}


def _container(plan: ServicePlan, name: str, spec: JsonMap) -> JsonMap:
    container: JsonMap = {"name": name, "image": spec.get("image")}
    ports = [container_port(port_name, port) for port_name, port in spec.get("ports", {}).items()]
    fields: JsonMap = {
        "imagePullPolicy": spec.get("imagePullPolicy"),
        "ports": ports,
        "env": [_variable(plan, key, value) for key, value in _in_order(spec.get("env", {}))],
        "resources": resources(plan, spec),
        "securityContext": spec.get("securityContext"),
        **{probe: _probe(spec[probe], spec.get("ports", {})) for probe in PROBES if probe in spec},
    }
    container.update((key, value) for key, value in fields.items() if value)
    return container


def _env_from(plan: ServicePlan, spec: JsonMap) -> list[JsonMap]:
    found = []
    for item in without_nulls(spec.get("envFrom", [])):
        full = {key: value for key, value in item.items() if key not in ("config", "secret", "optional")}
        optional = {"optional": item["optional"]} if "optional" in item else {}
        if "config" in item:
            full["configMapRef"] = {"name": config_map.named(plan, item["config"]), **optional}
        if "secret" in item:
            full["secretRef"] = {"name": item["secret"], **optional}
        found.append(full)
    return found


def container_port(name: str, port: JsonMap) -> JsonMap:
    optional: JsonMap = {key: port[key] for key in ("hostPort", "hostIP") if key in port}
    return {
        **in_cluster(name, port),
        "containerPort": port.get("containerPort"),
        "protocol": port.get("protocol", "TCP"),
        **optional,
    }


def _probe(probe: JsonMap, ports: JsonMap) -> JsonMap:
    """The probe with the port of its handler: the container's usual one where none is given."""
    usual = usual_port(ports)
    for handler in ("httpGet", "tcpSocket", "grpc"):
        if handler in probe and "port" not in probe[handler] and usual:
            return {**probe, handler: {**probe[handler], "port": ports[usual].get("containerPort")}}
    return probe


def resources(plan: ServicePlan, spec: JsonMap) -> JsonMap:
    """The resources of a size, with what is given exactly put over them; quantities as strings."""
    size = (plan.sizes or SIZES).get(spec.get("size", ""), {})
    merged: JsonMap = finish(merge(size, spec.get("resources", {})))
    return quantities(merged)


def quantities(resources: JsonMap) -> JsonMap:
    texts = {
        key: {name: _quantity(amount) for name, amount in resources[key].items()}
        for key in ("requests", "limits")
        if resources.get(key)
    }
    return {**resources, **texts}


def _quantity(amount: Json) -> str:
    return amount if isinstance(amount, str) else str(amount)


def _in_order(env: JsonMap) -> list[tuple[str, JsonMap]]:
    """Variables such that one that refers to another as `$(NAME)` comes after it; otherwise as they are."""
    used = {name: _REFERENCE.findall(item.get("value", "")) for name, item in env.items()}
    if not any(used.values()):
        return list(env.items())
    placed: JsonMap = {}
    open_names: set[str] = set()

    def place(name: str) -> None:
        if name not in placed and name not in open_names:
            open_names.add(name)
            for other in used[name]:
                if other in env:
                    place(other)
            placed[name] = env[name]

    for name in env:
        place(name)
    return list(placed.items())


def _variable(plan: ServicePlan, name: str, item: JsonMap) -> JsonMap:
    if "value" in item:
        return {"name": name, "value": item["value"]}
    if "secret" in item:
        return {"name": name, "valueFrom": {"secretKeyRef": _key_of(item["secret"], plan.secret_name)}}
    if "config" in item:
        reference = _key_of(item["config"], config_map.name_of(plan))
        reference["name"] = config_map.named(plan, reference["name"])
        return {"name": name, "valueFrom": {"configMapKeyRef": reference}}
    if "field" in item:
        field = {"fieldPath": item["field"]} if isinstance(item["field"], str) else item["field"]
        return {"name": name, "valueFrom": {"fieldRef": field}}
    if "resource" in item:
        amount = {"resource": item["resource"]} if isinstance(item["resource"], str) else item["resource"]
        return {"name": name, "valueFrom": {"resourceFieldRef": amount}}
    return {"name": name, **item}


def _key_of(reference: Json, default_name: str) -> JsonMap:
    if isinstance(reference, str):
        return {"name": default_name, "key": reference}
    return {"name": default_name, **reference}
