"""IngressBackend: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.IngressBackend"


def resource(backend: JsonMap) -> Iterator[Wrong]:
    own = backend.get("resource")
    if own is not None:
        yield from (wrong.below("resource") for wrong in reference(own))


def reference(value: JsonMap) -> Iterator[Wrong]:
    """Of an object by group, kind and name; it is of the core API only where no group is written."""
    group = value.get("apiGroup")
    if group is not None and (wrong := formats.dns_subdomain(group)):
        yield wrong.below("apiGroup")
    for field in ("kind", "name"):
        if not value.get(field):
            yield missing(field)
        elif wrong := formats.path_segment(value[field]):
            yield wrong.below(field)


RULES = (exactly_one("service", "resource"), resource)
