"""The ports of a service's main Service, from its canonical fields."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.jobs import JOB_KINDS


def main_ports(spec: JsonMap) -> JsonMap:
    """By name, each with at least its `port` where that is known."""
    own: JsonMap = spec.get("service", {})
    if own.get("type") == "ExternalName":
        return own.get("ports") or {}
    return completed(spec, own["ports"]) if "ports" in own else implied_ports(spec)


def completed(spec: JsonMap, ports: JsonMap) -> JsonMap:
    """The ports of a Service with what those of the container of the same name say."""
    implied = implied_ports(spec)
    return {name: {**implied.get(name, {}), **port} for name, port in ports.items()}


def implied_ports(spec: JsonMap) -> JsonMap:
    """The ports that follow from the container's: 80 for the one named http, the same number for others."""
    if spec["kind"] in JOB_KINDS:
        return {}
    ports: JsonMap = {}
    for name, port in spec.get("ports", {}).items():
        number = port.get("servicePort", 80 if name == "http" else port.get("containerPort"))
        if number != 0:
            same = {key: port[key] for key in ("appProtocol", "named") if key in port}
            ports[name] = {"port": number, "protocol": port.get("protocol", "TCP"), **same}
    return ports
