"""ServicePort: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.ServicePort"

FIELDS = {
    "name": Field(formats.dns_label),
    "protocol": Field(one_of("TCP", "UDP", "SCTP"), default="TCP"),
    "appProtocol": Field(formats.qualified_name, keeps=True),
    "targetPort": Field(formats.port, default=lambda port: port.get("port")),
}


def number(port: JsonMap) -> Iterator[Wrong]:
    if wrong := formats.port_number(port.get("port") or 0):
        yield wrong.below("port")


RULES = (number,)
