"""The spec of a Service -> its ports, which pods it is in front of, and how.

https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
"""

from __future__ import annotations

from generator.checks.reference.facts.plain import text, texts, whole
from generator.json_types import Json, JsonMap
from generator.resources.references.maps import maps


def service(spec: JsonMap) -> JsonMap:
    """`ports`: name, port, target port, protocol and node port of each; a name that is not given is empty."""
    selector = texts(spec.get("selector"))
    return {
        "type": text(spec.get("type")) or "ClusterIP",
        "headless": spec.get("clusterIP") == "None",
        "selector": selector or None,
        "ports": [_port(port) for _, port in maps(spec.get("ports"))],
    }


def _port(port: JsonMap) -> list[Json]:
    number = whole(port.get("port"))
    target = text(port.get("targetPort")) or whole(port.get("targetPort")) or number
    return [text(port.get("name")), number, target, text(port.get("protocol")) or "TCP", whole(port.get("nodePort"))]
