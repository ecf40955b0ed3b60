"""Hosts and certificates that lead nowhere or stand in each other's way."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.model import routes
from generator.model.meaning.fault import Fault
from generator.model.meaning.ports import no_port
from generator.model.plan import ServicePlan
from generator.resources import certificate, exposure, ingress, service

_READS = ("ports", "service", "services", "kind")


def check(plan: ServicePlan) -> Iterator[Fault]:
    if "expose" in plan.spec or "ingress" in plan.spec:
        yield from _hosts(plan)
        for way in (exposure.INGRESS, exposure.GATEWAY):
            for field, target in exposure.targets(plan, way):
                yield from _target(plan, field, target, way)
    if "certificates" in plan.spec:
        yield from _certificates(plan)


def _hosts(plan: ServicePlan) -> Iterator[Fault]:
    seen: dict[Json, str] = {}
    for key, entry in exposure.hosts(plan):
        field: Path = ("expose", key)
        if "host" not in entry:
            message = f'"{key}" is no host, and names none' if key else "the host is missing here"
            yield Fault("missing-field", field, message, "add `host:`", reads=("expose",))
            continue
        if entry.get("via") in (exposure.GATEWAY, "Both") and not routes.parents(plan.spec):
            yield Fault("route-without-parent", (*field, "via"), "there is no Gateway here", "set `gateway`")
        for index, path in enumerate(exposure.paths(entry)):
            where = (entry["host"], path["path"], path.get("pathType", "Prefix"))
            if where in seen:
                message = f"{where[0]}{where[1]} is exposed twice"
                place: Path = (*field, "paths", index) if "paths" in entry else field
                yield Fault("duplicate-path", place, message, "keep one of them", reads=("expose",))
            seen[where] = key


def _target(plan: ServicePlan, field: Path, target: JsonMap, way: str) -> Iterator[Fault]:
    named = target.get("service", "")
    front = service.front(plan, named)
    if front is None and not named:
        message = "there is no Service to send traffic to"
        yield Fault("expose-without-service", field[:1], message, "add `port:`", reads=_READS)
        return
    if front is None:
        return  # `gateway` knows the other services
    if front.type == "ExternalName":
        message = f'the Service "{front.name}" stands for a host outside, and no {_WHAT[way]} may lead there'
        yield Fault("expose-without-address", field[:2], message, "give it another type", reads=_READS)
        return
    if way == exposure.INGRESS and service.is_headless(plan, front):
        message = f'the Service "{front.name}" is headless: it has no address that an Ingress could send to'
        hint = "remove `headless`"
        if plan.spec["kind"] == "StatefulSet" and front.path == ("service",):
            hint = "add one under `services` and name it as `service` of the path, or set `service: {headless: false}`"
        yield Fault("expose-without-address", field[:2], message, hint, reads=_READS)
    wanted = target.get("port")
    if wanted is not None and front.number(wanted) not in [port["port"] for port in front.ports.values()]:
        whose = f'the Service "{front.name}"' if named else "the Service"
        yield no_port((*field, "port"), wanted, list(front.ports), whose, _READS)


_WHAT = {exposure.INGRESS: "Ingress", exposure.GATEWAY: "route"}


def _certificates(plan: ServicePlan) -> Iterator[Fault]:
    for name, own in plan.spec["certificates"].items():
        field: Path = ("certificates", name)
        if not ("issuerRef" in own or ingress.issuer_of(own) or ingress.default_issuer(plan)):
            message = "nobody makes the certificate"
            hint = "add `issuer:` or `clusterIssuer:`, here or under `ingress`"
            yield Fault("certificate-without-issuer", field, message, hint, reads=("ingress",))
        if not any(own.get(kind) for kind in certificate.NAMES) and not exposure.host_names(plan):
            message = "the certificate is for no host"
            yield Fault("certificate-without-host", field, message, "add `dnsNames:`", reads=("expose",))
