"""Ports of the pods that clash, and ports that are named and do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path
from generator.language.ports import in_cluster
from generator.language.probes import HANDLERS, PROBES
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan


def check(plan: ServicePlan) -> Iterator[Fault]:
    yield from _container_ports(plan)
    for path, container in containers(plan):
        yield from _probes(container, path)


def containers(plan: ServicePlan) -> Iterator[tuple[Path, JsonMap]]:
    """The containers that run side by side in a pod, the main one first, with the fields that they stand in."""
    yield (), plan.spec
    for name, container in plan.spec.get("containers", {}).items():
        yield ("containers", name), container
    for name, container in plan.spec.get("initContainers", {}).items():
        if container.get("restartPolicy") == "Always":
            yield ("initContainers", name), container


def names(ports: JsonMap) -> list[str]:
    """The names by which a container's ports are found in the cluster."""
    return [name for name, port in ports.items() if in_cluster(name, port)]


def _same_names(ports: JsonMap, names: set[str], path: Path) -> Iterator[Fault]:
    """Ports that a container before has named so; `names` are those of all of them."""
    for name in ports:
        if name in names:
            message = f'another container of the pod has a port "{name}", and a Service finds only that one'
            yield Fault("duplicate-port", (*path, "ports", name), message, "give it another name", "warning")
    names.update(ports)


def _container_ports(plan: ServicePlan) -> Iterator[Fault]:
    """Containers of a pod share its network, so their ports must differ as those of one container."""
    seen: dict[tuple[Json, ...], str] = {}
    names: set[str] = set()
    for path, container in containers(plan):
        yield from _same_names(container.get("ports", {}), names, path)
        for name, port in container.get("ports", {}).items():
            field: Path = (*path, "ports", name)
            if "containerPort" not in port:
                message = f'the port "{name}" has no containerPort'
                yield Fault("missing-field", field, message, "add `containerPort:`", reads=("ports",))
                continue
            protocol = port.get("protocol", "TCP")
            inner: tuple[Json, ...] = ("", port["containerPort"], protocol)
            if inner in seen:
                message = f'the ports "{seen[inner]}" and "{name}" are both {inner[1]}/{protocol}'
                yield Fault("duplicate-port", field, message, "give one of them another number or protocol")
            seen.setdefault(inner, name)
            if "hostPort" in port and plan.spec.get("hostNetwork") and port["hostPort"] != port["containerPort"]:
                message = f"on the node's network the port is {port['containerPort']}, and hostPort cannot differ"
                yield Fault("invalid-host-port", (*field, "hostPort"), message, "remove it", reads=("hostNetwork",))
            if "hostPort" in port:
                outer: tuple[Json, ...] = (port.get("hostIP", "0.0.0.0"), port["hostPort"], protocol)
                if outer in seen:
                    message = f'the ports "{seen[outer]}" and "{name}" are both {outer[1]}/{protocol} of the node'
                    yield Fault("duplicate-port", (*field, "hostPort"), message, "give one of them another `hostPort`")
                seen.setdefault(outer, name)


def _probes(container: JsonMap, path: Path) -> Iterator[Fault]:
    ports = container.get("ports", {})
    for probe in PROBES:
        own = container.get(probe)
        if own is None:
            continue
        handler = next((name for name in HANDLERS if name in own), None)
        field: Path = (*path, probe)
        if handler is None:
            yield Fault(
                "probe-without-handler",
                field,
                "the probe does nothing",
                "add `path:`, `port:` or `exec:`",
                reads=("ports",),
            )
        elif handler != "exec":
            port = own[handler].get("port")
            if port is None and not ports:
                yield Fault(
                    "probe-without-port",
                    field,
                    f"the probe has no port and neither has the {'container' if path else 'service'}",
                    "add `port:`",
                    own=True,
                    reads=("ports",),
                )
            elif isinstance(port, str) and port not in names(ports):
                yield no_port((*field, handler, "port"), port, names(ports), "the container")


def no_port(field: Path, wanted: Json, known: list[str], whose: str, reads: tuple[str, ...] = ("ports",)) -> Fault:
    hint = did_you_mean(str(wanted), known) or (f"its ports are {', '.join(known)}" if known else "it has no ports")
    shown = f'"{wanted}"' if isinstance(wanted, str) else wanted
    return Fault("unknown-port", field, f"{whose} has no port {shown}", hint, reads=reads)
