"""IngressServiceBackend: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field, since
from generator.checks.admission.wrong import Wrong, conflict, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.IngressServiceBackend"

FIELDS = {"name": Field(since("1.36", formats.dns_label, before=formats.dns_1035_label), required=True)}


def port(backend: JsonMap) -> Iterator[Wrong]:
    """By name or by number."""
    own = backend.get("port") or {}
    name, number = own.get("name"), own.get("number")
    if name and number:
        yield conflict("a port's name excludes its number", "remove one of them").below("port", "number")
    elif name and (wrong := formats.port_name(name)):
        yield wrong.below("port", "name")
    elif number and (wrong := formats.port_number(number)):
        yield wrong.below("port", "number")
    elif not name and not number:
        yield missing("port", "add `port` with a `number` or a `name`")


RULES = (port,)
