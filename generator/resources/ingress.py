"""Ingress: the hosts of `expose`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource, ServicePlan, usual_port
from generator.resources import service
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    hosts = plan.spec.get("expose")
    if not hosts:
        return
    own = plan.spec.get("ingress", {})
    spec: JsonMap = {}
    if "className" in own:
        spec["ingressClassName"] = own["className"]
    wanted = {host["host"]: host.get("tls", own.get("tls")) for host in hosts}
    secrets = {host: _tls_secret(plan, tls) for host, tls in wanted.items() if tls}
    if secrets:
        names = sorted(set(secrets.values()))
        spec["tls"] = [{"hosts": [h for h, s in secrets.items() if s == name], "secretName": name} for name in names]
    spec["rules"] = [
        {"host": host["host"], "http": {"paths": [_path(plan, path) for path in host["paths"]]}} for host in hosts
    ]
    name = own.get("name", plan.name)
    yield resource(plan, "networking.k8s.io/v1", "Ingress", name, {"spec": spec}, annotations=own.get("annotations"))


def _tls_secret(plan: ServicePlan, tls: Json) -> str:
    return tls if isinstance(tls, str) else f"{plan.name}-tls"


def port_of(plan: ServicePlan, path: JsonMap) -> int | str | None:
    """The port of the main Service that a path leads to: its number, or its name where that is all that is known."""
    ports = service.ports_of(plan)
    wanted: int | str | None = path.get("port", usual_port(ports))
    return ports.get(wanted, wanted) if isinstance(wanted, str) else wanted


def _path(plan: ServicePlan, path: JsonMap) -> JsonMap:
    number = port_of(plan, path)
    port = {"name": number} if isinstance(number, str) else {"number": number}
    return {
        "path": path["path"],
        "pathType": path.get("pathType", "Prefix"),
        "backend": {"service": {"name": service.name_of(plan), "port": port}},
    }
