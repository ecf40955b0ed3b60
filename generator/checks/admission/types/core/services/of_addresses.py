"""A Service's cluster IPs and families: https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.addresses import family
from generator.checks.admission.types.core.services import of_type
from generator.checks.admission.wrong import Wrong, conflict, duplicate, malformed, too_many
from generator.json_types import Json, JsonMap


def cluster_ips(spec: JsonMap) -> Iterator[Wrong]:
    if of_type.of(spec) == "ExternalName":
        return
    yield from of_type.headless(spec)
    one, several = spec.get("clusterIP"), spec.get("clusterIPs") or []
    if several and one != several[0]:
        hint = "write the first of clusterIPs as `clusterIP`, too"
        yield conflict("clusterIP and the first of clusterIPs differ", hint).below("clusterIPs")
    yield from _several(several)


def _several(several: list[Json]) -> Iterator[Wrong]:
    if "None" in several and len(several) > 1:
        yield conflict("a headless Service has no other clusterIPs", "leave None alone").below("clusterIPs")
    elif len(several) > 2:
        yield too_many(len(several), 2, "cluster IPs").below("clusterIPs")
    elif len(several) == 2 and len({family(item) for item in several}) == 1 and family(several[0]):
        hint = "give it one IPv4 and one IPv6 address at most"
        yield conflict("both clusterIPs are of one family", hint).below("clusterIPs")


def families(spec: JsonMap) -> Iterator[Wrong]:
    if of_type.of(spec) == "ExternalName":
        return
    own = spec.get("ipFamilies") or []
    for position, item in enumerate(own):
        if item in own[:position]:
            yield duplicate(item, "the family").below("ipFamilies", position)
    yield from _families_of_ips(of_type.cluster_ips(spec), own)
    yield from _policy(spec, own)


def _families_of_ips(addresses: list[Json], families: list[Json]) -> Iterator[Wrong]:
    for position, (address, wanted) in enumerate(zip(addresses, families, strict=False)):
        found = family(address)
        if found and wanted in ("IPv4", "IPv6") and found != wanted:
            hint = "put both lists into one order"
            yield malformed(address, f"an address of the family {wanted}", hint).below("clusterIPs", position)


def _policy(spec: JsonMap, families: list[Json]) -> Iterator[Wrong]:
    """Without a policy a Service is of one family, unless it is headless and has no selector."""
    policy = spec.get("ipFamilyPolicy")
    if policy is None and of_type.is_headless(spec) and not spec.get("selector"):
        return
    if policy in (None, "SingleStack"):
        for field, several in (("clusterIPs", spec.get("clusterIPs") or []), ("ipFamilies", families)):
            if len(several) == 2:
                hint = "write RequireDualStack or PreferDualStack, or leave one of them"
                why = f"SingleStack, which is the default, allows one of {field}"
                yield conflict(why, hint).below("ipFamilyPolicy")
