"""Service: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec

A server keeps what it allocated (addresses, ports) while the Service needs it, and drops what another type does not
take, as long as the new manifest does not change it at the same time.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, told
from generator.json_types import Json, JsonMap

KIND = ("", "Service")

ALLOCATED = "(allocated)"
"""A value that the server chose."""

_BOTH = frozenset({"IPv4", "IPv6"})
_ADDRESS_HINT = "delete the Service and create it again, or make a second one and move its clients"


def prepare(live: JsonMap) -> None:
    """Adds what the server allocated when the Service was created."""
    spec = live["spec"]
    if not _needs_address(spec):
        return
    addresses = spec.get("clusterIPs") or [spec.get("clusterIP") or ALLOCATED]
    spec["clusterIPs"], spec["clusterIP"] = addresses, spec.get("clusterIP") or addresses[0]
    spec.setdefault("ipFamilies", [_family(address) for address in addresses])
    if _is_headless(spec) and not spec.get("selector") and spec.get("ipFamilyPolicy") is None:
        # Nothing is allocated to it, so it is of both families, even in a cluster of one.
        first = spec["ipFamilies"][0]
        spec["ipFamilies"], spec["ipFamilyPolicy"] = [first, *(_BOTH - {first})], "RequireDualStack"
    if _needs_health_check(spec):
        spec.setdefault("healthCheckNodePort", ALLOCATED)


def settle(live: JsonMap, applied: JsonMap) -> None:
    before, after = live["spec"], applied.setdefault("spec", {})
    if _needs_address(before) and _needs_address(after):
        _keep_addresses(before, after)
    if _needs_health_check(before) and _needs_health_check(after):
        after.setdefault("healthCheckNodePort", before["healthCheckNodePort"])
    _sync_addresses(before, after)
    _drop(before, after)


def presentable(applied: JsonMap) -> JsonMap:
    """Without what the server chose, for who asks whether the values are valid."""
    spec = {key: value for key, value in applied["spec"].items() if value not in (ALLOCATED, [ALLOCATED])}
    return {**applied, "spec": spec}


def _keep_addresses(before: JsonMap, after: JsonMap) -> None:
    if not after.get("clusterIP") and not after.get("clusterIPs"):
        after["clusterIP"], after["clusterIPs"] = before["clusterIP"], before["clusterIPs"]
    elif not after.get("clusterIP"):
        after["clusterIP"] = before["clusterIP"]
    elif not after.get("clusterIPs") and after["clusterIP"] == before["clusterIP"]:
        after["clusterIPs"] = before["clusterIPs"]
    after.setdefault("ipFamilies", before["ipFamilies"])
    if after.get("ipFamilyPolicy") == "SingleStack" and after["ipFamilies"] == before["ipFamilies"]:
        after["ipFamilies"] = after["ipFamilies"][:1]


def _sync_addresses(before: JsonMap, after: JsonMap) -> None:
    """Who writes only one of the two fields means both."""
    address, addresses = after.get("clusterIP"), after.get("clusterIPs")
    if address and (not addresses or (address != before.get("clusterIP") and addresses == before.get("clusterIPs"))):
        after["clusterIPs"] = [address, *(addresses or [])[1:]] if address != "None" else [address]
    elif addresses and not address:
        after["clusterIP"] = addresses[0]


def _drop(before: JsonMap, after: JsonMap) -> None:
    if _needs_address(before) and not _needs_address(after):
        _drop_same(before, after, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")
    if _needs_health_check(before) and not _needs_health_check(after):
        _drop_same(before, after, "healthCheckNodePort")
    if before.get("type") == "LoadBalancer" != after.get("type"):
        _drop_same(before, after, "allocateLoadBalancerNodePorts", "loadBalancerClass")
    if _is_external(before) and not _is_external(after):
        _drop_same(before, after, "externalTrafficPolicy")
    known = {port.get("nodePort") for port in before.get("ports") or ()}
    ports = after.get("ports") or []
    if _needs_ports(before) and not _needs_ports(after) and {port.get("nodePort") for port in ports} <= {*known, None}:
        after["ports"] = [{key: value for key, value in port.items() if key != "nodePort"} for port in ports]


def _drop_same(before: JsonMap, after: JsonMap, *fields: str) -> None:
    for field in fields:
        if field in after and after[field] == before.get(field):
            del after[field]


def refused(change: Change) -> Iterator[Wrong]:
    before, after = change.before("spec"), change.after("spec")
    if _needs_health_check(before) and _needs_health_check(after) and change.changed("spec", "healthCheckNodePort"):
        yield _fixed(change, "healthCheckNodePort", "leave it out: the port that the Service has stays")
    if before.get("type") == after.get("type") == "LoadBalancer" and change.changed("spec", "loadBalancerClass"):
        yield _fixed(change, "loadBalancerClass", "change the type to ClusterIP first, then to LoadBalancer again")
    if not (_needs_address(before) and _needs_address(after)):
        return
    yield from _addresses(change)
    if (not _is_headless(before) and not _is_headless(after)) or (_is_headless(before) and _is_headless(after)):
        yield from _families(change)


def _addresses(change: Change) -> Iterator[Wrong]:
    before, after = change.before("spec", "clusterIPs") or [], change.after("spec", "clusterIPs") or []
    if before[:1] != after[:1]:
        field = "clusterIP" if change.changed("spec", "clusterIP") else "clusterIPs"
        yield _fixed(change, field, _ADDRESS_HINT)
    elif change.before("spec", "clusterIP") == after[0] != change.after("spec", "clusterIP"):
        yield _fixed(change, "clusterIP", _ADDRESS_HINT)
    elif len(before) == len(after) and before != after:
        yield _fixed(change, "clusterIPs", _ADDRESS_HINT)


def _families(change: Change) -> Iterator[Wrong]:
    before, after = change.before("spec", "ipFamilies") or [], change.after("spec", "ipFamilies") or []
    if before[:1] != after[:1]:
        yield _fixed(change, "ipFamilies", _ADDRESS_HINT)
    elif len(before) > len(after) == 1 and change.after("spec", "ipFamilyPolicy") != "SingleStack":
        hint = "write `ipFamilyPolicy: SingleStack`"
        yield Wrong(
            "immutable-field", "the second address is given up only by SingleStack", hint, ("spec", "ipFamilies")
        )


def _fixed(change: Change, field: str, hint: str) -> Wrong:
    return Wrong("immutable-field", f"may not be changed: {told(change, ('spec', field))}", hint, ("spec", field))


def _needs_address(spec: JsonMap) -> bool:
    return spec.get("type") != "ExternalName"


def _needs_ports(spec: JsonMap) -> bool:
    return spec.get("type") in ("NodePort", "LoadBalancer")


def _is_external(spec: JsonMap) -> bool:
    return _needs_ports(spec) or (_needs_address(spec) and bool(spec.get("externalIPs")))


def _needs_health_check(spec: JsonMap) -> bool:
    return spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"


def _is_headless(spec: JsonMap) -> bool:
    return spec.get("clusterIP") == "None"


def _family(address: Json) -> str:
    try:
        return f"IPv{ipaddress.ip_address(address).version}"
    except ValueError:
        return "IPv4"
