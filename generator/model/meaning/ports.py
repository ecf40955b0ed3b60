"""Ports that clash, and ports that are named and do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, Path
from generator.language.probes import HANDLERS, PROBES
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import service


def check(plan: ServicePlan) -> Iterator[Fault]:
    yield from _container_ports(plan)
    yield from _probes(plan)
    yield from _exposed(plan)


def _container_ports(plan: ServicePlan) -> Iterator[Fault]:
    seen: dict[tuple[Json, str], str] = {}
    for name, port in plan.spec.get("ports", {}).items():
        if "containerPort" not in port:
            yield Fault(
                "missing-field",
                ("ports", name),
                f'the port "{name}" has no containerPort',
                "add `containerPort:`",
                reads=("ports",),
            )
            continue
        key = (port["containerPort"], port.get("protocol", "TCP"))
        if key in seen:
            message = f'the ports "{seen[key]}" and "{name}" are both {key[0]}/{key[1]}'
            yield Fault("duplicate-port", ("ports", name), message, "give one of them another number or protocol")
        seen.setdefault(key, name)
    taken: dict[tuple[Json, str], str] = {}
    own = plan.spec.get("service", {})
    for name, number in service.ports_of(plan).items():
        key = (number, plan.spec.get("ports", {}).get(name, {}).get("protocol", "TCP"))
        if key in taken and "ports" not in own:
            message = f'the ports "{taken[key]}" and "{name}" are both {number} of the Service'
            yield Fault("duplicate-port", ("ports", name), message, "set `servicePort` of one of them")
        taken.setdefault(key, name)


def _probes(plan: ServicePlan) -> Iterator[Fault]:
    ports = plan.spec.get("ports", {})
    for probe in PROBES:
        own = plan.spec.get(probe)
        if own is None:
            continue
        handler = next((name for name in HANDLERS if name in own), None)
        if handler is None:
            yield Fault(
                "probe-without-handler",
                (probe,),
                "the probe does nothing",
                "add `path:`, `port:` or `exec:`",
                reads=("ports",),
            )
        elif handler != "exec":
            port = own[handler].get("port")
            if port is None and not ports:
                yield Fault(
                    "probe-without-port",
                    (probe,),
                    "the probe has no port and neither has the service",
                    "add `port:`",
                    own=True,
                    reads=("ports",),
                )
            elif isinstance(port, str) and port not in ports:
                yield _no_port((probe, handler, "port"), port, list(ports), "the container")


def _exposed(plan: ServicePlan) -> Iterator[Fault]:
    hosts = plan.spec.get("expose") or []
    ports = service.ports_of(plan)
    if hosts and not service.exists(plan):
        yield Fault(
            "expose-without-service",
            ("expose",),
            "there is no Service to send traffic to",
            "add `port:`",
            reads=("ports", "service"),
        )
        return
    for index, host in enumerate(hosts):
        if "host" not in host:
            yield Fault(
                "missing-field", ("expose", index), "the host is missing here", "add `host:`", reads=("expose",)
            )
        for number, path in enumerate(host.get("paths", [])):
            wanted = path.get("port")
            if (isinstance(wanted, str) and wanted not in ports) or (
                isinstance(wanted, int) and wanted not in ports.values()
            ):
                yield _no_port(("expose", index, "paths", number, "port"), wanted, list(ports), "the Service")


def _no_port(field: Path, wanted: Json, known: list[str], whose: str) -> Fault:
    hint = did_you_mean(str(wanted), known) or (f"its ports are {', '.join(known)}" if known else "it has no ports")
    return Fault(
        "unknown-port", field, f"{whose} has no port {wanted!r}".replace("'", '"'), hint, reads=("ports", "service")
    )
