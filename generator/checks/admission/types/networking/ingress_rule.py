"""IngressRule: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec"""

from __future__ import annotations

from generator.checks.admission import addresses, formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

TYPE = "io.k8s.api.networking.v1.IngressRule"


def host(value: Json) -> Wrong | None:
    if addresses.address(value):
        return malformed(value, "a DNS name", "write the name that clients use, or leave it out for all")
    return dns_name(value)


def dns_name(value: Json) -> Wrong | None:
    """A name, or one whose first label is a star."""
    return formats.wildcard_subdomain(value) if "*" in value else formats.dns_subdomain(value)


FIELDS = {"host": Field(host)}
