"""The spec of a Service -> its ports, which pods it is in front of, and how.

https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
"""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.resources.references.maps import maps


def service(spec: JsonMap) -> JsonMap:
    """`ports`: name, port, target port, protocol and node port of each; a name that is not given is empty."""
    selector = spec.get("selector")
    return {
        "type": spec.get("type") or "ClusterIP",
        "headless": spec.get("clusterIP") == "None",
        "selector": selector if isinstance(selector, dict) and selector else None,
        "ports": [_port(port) for _, port in maps(spec.get("ports"))],
    }


def _port(port: JsonMap) -> list[Json]:
    number = port.get("port")
    target = port.get("targetPort") or number
    return [port.get("name") or "", number, target, port.get("protocol") or "TCP", port.get("nodePort")]
