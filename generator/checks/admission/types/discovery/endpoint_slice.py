"""EndpointSlice: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats, scalars
from generator.checks.admission.addresses import canonical, endpoint, family, ip
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Constraint, Field, Rule, since
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate, malformed
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.discovery.v1.EndpointSlice"

FIELDS = {
    "addressType": Field(one_of("IPv4", "IPv6", "FQDN"), required=True),
    "endpoints": Field(formats.size(1000, "endpoints")),
    "ports": Field(formats.size(20000, "ports")),
}


def names_of_ports(own: JsonMap) -> Iterator[Wrong]:
    seen = set()
    for position, port in items(own, "ports"):
        name = port.get("name") or ""
        if name in seen:
            yield duplicate(name, "the name").below("ports", position, "name")
        seen.add(name)


def _of_kind(old: Constraint, new: Constraint = canonical) -> Rule:
    """Addresses of the slice's type: IPv4 ones, and IPv6 ones."""
    forms: dict[Json, Constraint] = {
        "IPv4": lambda value: _address(value, "IPv4", old),
        "IPv6": lambda value: _address(value, "IPv6", new),
        "FQDN": formats.fully_qualified_name,
    }

    def rule(own: JsonMap) -> Iterator[Wrong]:
        form = forms.get(own.get("addressType"), scalars.anything)
        for position, item in items(own, "endpoints"):
            for place, address in enumerate(item.get("addresses") or ()):
                if wrong := form(address or ""):
                    yield wrong.below("endpoints", position, "addresses", place)

    return rule


def _address(value: Json, wanted: str, form: Constraint) -> Wrong | None:
    if wrong := form(value):
        return wrong
    if family(value) != wanted:
        return malformed(value, f"an {wanted} address", "put it into a slice of its own type")
    return endpoint(value)


_before = since("1.33", _of_kind(ip.otherwise), before=_of_kind(ip.otherwise, ip.otherwise))
_addresses = since(ip.since, _of_kind(ip.value), before=_before)

RULES = (metadata.named(formats.dns_subdomain), names_of_ports, _addresses)
