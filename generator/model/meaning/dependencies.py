"""`dependsOn` entries that lead nowhere in this environment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap
from generator.language.network import KINDS
from generator.model.build import ports_of
from generator.model.meaning.fault import Fault
from generator.model.neighbours import Facts
from generator.model.plan import ServicePlan


def check(plan: ServicePlan, facts: Mapping[str, Facts], known: Collection[str]) -> Iterator[Fault]:
    """`known` names all services, also those whose file cannot be read."""
    environment = plan.environment.name
    for key, item in plan.spec.get("dependsOn", {}).items():
        name = item.get("service")
        wrong = _malformed(item)
        if wrong:
            yield Fault("invalid-dependency", ("dependsOn", key), *wrong, reads=("dependsOn",))
        elif name is None:
            for place, port in enumerate(item.get("ports", [])):
                if isinstance(port, str):
                    message = f'"{port}" is a name, and only a service of this catalog has named ports'
                    yield Fault("unknown-port", ("dependsOn", key, "ports", place), message, "write the number")
        elif name not in known:
            hint = did_you_mean(name, known) or "add the service, or name a `cidr` outside of the cluster"
            yield Fault("unknown-service", ("dependsOn", key, "service"), f'there is no service "{name}"', hint)
        elif name not in facts:
            continue  # its own file is broken, which is reported there
        elif environment not in facts[name]:
            message = f'the service "{name}" does not exist in {environment}'
            yield Fault(
                "absent-dependency",
                ("dependsOn", key, "service"),
                message,
                "enable it there, or depend on it elsewhere only",
                reads=("enabled",),
            )
        else:
            other = facts[name][environment]
            for place, port in enumerate(item.get("ports", [])):
                if not ports_of(other, [port]):
                    hint = f"its ports are {', '.join(other['ports'])}" if other["ports"] else "it has no ports"
                    message = f'the service "{name}" has no port {port}'
                    yield Fault("unknown-port", ("dependsOn", key, "ports", place), message, hint)


def _malformed(item: JsonMap) -> tuple[str, str] | None:
    """What is wrong with the fields of a dependency, and what to do."""
    if sum(item.get(kind) is not None for kind in KINDS) != 1:
        return "a dependency is a service, a namespace, a cidr or a host", "name one of the four"
    for field, owner in (("podSelector", "namespace"), ("except", "cidr")):
        if field in item and owner not in item:
            return f"only a `{owner}` has `{field}`", f"remove it, or name a `{owner}`"
    if "host" in item and not item.get("ports"):
        return "a host opens its ports to every address, so they must be named", "add `ports: [443]`"
    wrong = (_malformed_port(item, port) for port in item.get("ports", []) if isinstance(port, dict))
    return next(filter(None, wrong), None)


def _malformed_port(item: JsonMap, port: JsonMap) -> tuple[str, str] | None:
    if "service" in item:
        return "a port of a service is said by its name or its number", "write `ports: [http]`"
    if "port" not in port:
        return "a port has no number", "add `port:`"
    if port.get("endPort", 65535) < port["port"]:
        return "a range of ports ends before it begins", "write the lower number as `port`"
    return None
