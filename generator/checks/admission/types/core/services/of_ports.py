"""What holds between a Service's ports: https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.core.services import of_type
from generator.checks.admission.wrong import Wrong, duplicate, forbidden, missing
from generator.json_types import JsonMap

_KUBELET = 10250


def _ports(spec: JsonMap) -> list[tuple[int, JsonMap]]:
    return [(position, port or {}) for position, port in enumerate(spec.get("ports") or ())]


def are_there(spec: JsonMap) -> Iterator[Wrong]:
    if not spec.get("ports") and not of_type.is_headless(spec) and of_type.of(spec) != "ExternalName":
        yield missing("ports", why="unless the Service is headless")


def names(spec: JsonMap) -> Iterator[Wrong]:
    ports, seen = _ports(spec), set()
    for position, port in ports:
        name = port.get("name")
        if not name:
            if len(ports) > 1:
                yield missing("name", why="where there are several ports").below("ports", position)
        elif name in seen:
            yield duplicate(name, "the name").below("ports", position, "name")
        seen.add(name)


def node_ports(spec: JsonMap) -> Iterator[Wrong]:
    kind, seen = of_type.of(spec), dict[int, JsonMap]()
    for position, port in _ports(spec):
        number = port.get("nodePort")
        if not number:
            continue
        if kind == "ClusterIP":
            hint = "remove it, or set `type` to NodePort"
            yield forbidden("a Service of type ClusterIP has no node ports", hint).below("ports", position, "nodePort")
        elif (other := seen.setdefault(number, port)) is not port and not _share(port, other, kind):
            yield duplicate(number, "the node port").below("ports", position, "nodePort")
    if (number := spec.get("healthCheckNodePort")) in seen:
        yield duplicate(number, "the node port").below("healthCheckNodePort")


def _share(port: JsonMap, other: JsonMap, kind: str) -> bool:
    """One port of two protocols can have one node port. An ExternalName gets none, so nothing but the form matters."""
    protocols = {port.get("protocol") or "TCP", other.get("protocol") or "TCP"}
    return len(protocols) == 2 and (port.get("port") == other.get("port") or kind == "ExternalName")


def of_the_kubelet(spec: JsonMap) -> Iterator[Wrong]:
    if of_type.of(spec) != "LoadBalancer":
        return
    for position, port in _ports(spec):
        if port.get("port") == _KUBELET:
            why = f"port {_KUBELET} is the kubelet's, and may not be open to the outside"
            yield forbidden(why, "take another port").below("ports", position, "port")
