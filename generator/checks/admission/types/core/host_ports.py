"""A pod's spec -> what is wrong with the ports that it takes on its node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks.admission.types.core.pod_containers import KINDS
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate, out_of_range
from generator.json_types import JsonMap, Path


def taken_once(spec: JsonMap) -> Iterator[Wrong]:
    yield from _conflicts(spec, every_port=False)


def taken_once_on_the_host(spec: JsonMap) -> Iterator[Wrong]:
    """Of a Pod itself: in its node's network each of its ports is one of the node."""
    yield from _conflicts(spec, every_port=bool(spec.get("hostNetwork")))


def _conflicts(spec: JsonMap, *, every_port: bool) -> Iterator[Wrong]:
    """Containers run beside each other, init containers one after the other."""
    seen: set[str] = set()
    for kind in KINDS:
        for position, container in items(spec, kind):
            if container.get("ports"):
                taken = seen if kind == "containers" else set()
                yield from _of_container(container, (kind, position, "ports"), taken, every_port)


def _of_container(container: JsonMap, place: Path, seen: set[str], every_port: bool) -> Iterable[Wrong]:
    for position, port in items(container, "ports"):
        number = port.get("hostPort") or (port.get("containerPort") if every_port else None)
        if number:
            host, protocol = port.get("hostIP") or "", port.get("protocol") or "TCP"
            taken = f"{host}:{number}/{protocol}" if host else f"{number}/{protocol}"
            if taken in seen:
                yield duplicate(taken, "the host port").below(*place, position, "hostPort")
            seen.add(taken)


def in_the_hosts_network(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("hostNetwork"):
        for position, container in items(spec, "containers"):
            for at, port in items(container, "ports"):
                if (number := port.get("hostPort")) and number != port.get("containerPort"):
                    expected = f"the containerPort ({port.get('containerPort')}) where hostNetwork is true"
                    place = ("containers", position, "ports", at, "hostPort")
                    yield out_of_range(number, expected, "remove it").below(*place)


RULES = (taken_once, in_the_hosts_network)
