"""What a Service asks of its cluster: https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services

How a cluster gives out addresses is for the platform to say. Where it says nothing, there is one family, IPv4, and any
range that is nobody's on the Internet.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.addresses import address, endpoint, family
from generator.checks.admission.known import Known
from generator.checks.admission.types.core.services import of_type
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json, JsonMap

FAMILIES = ("IPv4", "IPv6")
_HINT = "take one that it has, or write the cluster's ranges under `serviceCIDRs` of the environment's checks"


def addresses(manifest: JsonMap, known: Known) -> Iterator[Wrong]:
    spec = manifest.get("spec") or {}
    if of_type.of(spec) == "ExternalName":
        return
    families = _families(known)
    yield from (wrong.below("spec") for wrong in _cluster_ips(spec, families, known))
    if of_type.is_headless(spec) and not spec.get("selector"):
        return
    if spec.get("ipFamilyPolicy") == "RequireDualStack" and len(families) < 2:
        why = "RequireDualStack needs a cluster with addresses of both families"
        yield _unconfigured(why, "write PreferDualStack").below("spec", "ipFamilyPolicy")
    for position, item in enumerate(spec.get("ipFamilies") or ()):
        if item in FAMILIES and item not in families:
            yield _unconfigured(f"the cluster has no {item} addresses for Services").below(
                "spec", "ipFamilies", position
            )


def _families(known: Known) -> set[str]:
    return {f"IPv{own.version}" for own in known.service_ranges} or {"IPv4"}


def _cluster_ips(spec: JsonMap, families: set[str], known: Known) -> Iterator[Wrong]:
    listed = spec.get("clusterIPs")
    for position, item in enumerate(of_type.cluster_ips(spec)):
        place = ("clusterIPs", position) if listed else ("clusterIP",)
        own = family(item)
        if own and own not in families:
            yield _unconfigured(f"the cluster has no {own} addresses for Services").below(*place)
        elif own and not _in_range(item, known):
            expected = " or ".join(str(own) for own in known.service_ranges) or "an address of a private range"
            yield malformed(item, expected, "remove it: the cluster gives the Service one").below(*place)


def _in_range(value: Json, known: Known) -> bool:
    own = address(value)
    if own is None or known.service_ranges:
        return own is None or any(own in network for network in known.service_ranges)
    return not own.is_global and not own.is_multicast and endpoint(value) is None


def _unconfigured(why: str, hint: str = _HINT) -> Wrong:
    return Wrong("unconfigured-ip-family", why, hint)
