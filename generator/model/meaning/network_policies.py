"""Rules of a NetworkPolicy that Kubernetes refuses, or that would be without effect.

https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_PEERS = {"ingress": "from", "egress": "to"}


def check(plan: ServicePlan) -> Iterator[Fault]:
    """`plan` is that of the service as a whole."""
    own = plan.spec.get("networkPolicy", {})
    for direction, peers in _PEERS.items():
        if own.get(direction) and own.get("enabled") is False:
            message = "the policy is turned off, so its rules would change nothing"
            hint = "add `enabled: true`, or remove the rules"
            yield Fault("rules-without-policy", ("networkPolicy", direction), message, hint, "warning")
        types = own.get("policyTypes", ["Ingress", "Egress"])
        if own.get(direction) and direction.capitalize() not in types:
            message = f"the policy is not about {direction}, so its rules would change nothing"
            hint = f"add {direction.capitalize()} to `policyTypes`, or remove the rules"
            yield Fault("rules-without-type", ("networkPolicy", direction), message, hint, reads=("networkPolicy",))
        for index, rule in enumerate(own.get(direction, [])):
            field: Path = ("networkPolicy", direction, index)
            for place, peer in enumerate(rule.get(peers) or []):
                yield from _peer(peer, (*field, peers, place))
            for place, port in enumerate(rule.get("ports") or []):
                yield from _port(port, (*field, "ports", place))
    for name, item in _items(plan.spec.get("dependsOn", {})):
        if "cidr" in item:
            yield from _range(item, ("dependsOn", name))


def _items(things: JsonMap | list[JsonMap]) -> Iterator[tuple[str | int, JsonMap]]:
    yield from things.items() if isinstance(things, dict) else enumerate(things)


def _peer(peer: JsonMap, field: Path) -> Iterator[Fault]:
    given = [name for name in ("ipBlock", "podSelector", "namespaceSelector") if peer.get(name) is not None]
    if not given:
        message = "it is not said whom the rule lets through"
        yield Fault("invalid-peer", field, message, "write `podSelector`, `namespaceSelector` or `ipBlock`")
    elif "ipBlock" in given and len(given) > 1:
        message = f"addresses are of no pods: a peer has `ipBlock` or `{given[1]}`, not both"
        yield Fault("invalid-peer", (*field, "ipBlock"), message, "make two peers of it")
    elif "ipBlock" in given:
        yield from _range(peer["ipBlock"], (*field, "ipBlock"))


def _range(block: JsonMap, field: Path) -> Iterator[Fault]:
    """The ranges that are left out are part of the whole."""
    if "cidr" not in block:
        yield Fault("missing-field", field, "the addresses are missing", "add `cidr:`", reads=("networkPolicy",))
        return
    whole = ipaddress.ip_network(block["cidr"])
    for index, text in enumerate(block.get("except") or []):
        part = ipaddress.ip_network(text)
        inside = part.version == whole.version and part != whole and part.subnet_of(whole)  # type: ignore[arg-type]
        if not inside:
            message = f"{part} is no part of {whole}, so it cannot be left out"
            yield Fault("range-outside", (*field, "except", index), message, f"name a range inside of {whole}")


def _port(port: JsonMap, field: Path) -> Iterator[Fault]:
    first, last = port.get("port"), port.get("endPort")
    if last is None:
        return
    if not isinstance(first, int):
        message = "a range of ports starts with a number" + (", not a name" if first else "")
        yield Fault("invalid-port-range", field, message, "write the first number as `port`")
    elif last < first:
        message = f"the range ends at {last}, before it begins at {first}"
        yield Fault("invalid-port-range", (*field, "endPort"), message, "write the lower number as `port`")
