"""EndpointPort: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.discovery.v1.EndpointPort"

FIELDS = {
    "name": Field(formats.dns_label),
    "protocol": Field(one_of("TCP", "UDP", "SCTP"), default="TCP", keeps=True),
    "appProtocol": Field(formats.qualified_name, keeps=True),
}
