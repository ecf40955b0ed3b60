"""PodDNSConfig: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config"""

from __future__ import annotations

from generator.checks.admission import addresses, formats
from generator.checks.admission.constraints import both
from generator.checks.admission.field import Field, since
from generator.checks.admission.wrong import Wrong, too_many
from generator.json_types import Json

TYPE = "io.k8s.api.core.v1.PodDNSConfig"

LONGEST = 2048


def _length(searches: Json) -> Wrong | None:
    length = len(" ".join(search or "" for search in searches).encode())
    return too_many(length, LONGEST, "characters of domains and the spaces between") if length > LONGEST else None


def _domain(value: Json) -> Wrong | None:
    return formats.dns_subdomain(value.removesuffix("."))


def _domain_or_root(value: Json) -> Wrong | None:
    return None if value == "." else formats.subdomain_with_underscores(value.removesuffix("."))


FIELDS = {
    "nameservers": Field(formats.size(3, "nameservers"), items=addresses.ip),
    "searches": Field(both(formats.size(32, "domains"), _length), items=since("1.33", _domain_or_root, before=_domain)),
}
