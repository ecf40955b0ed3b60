"""EndpointPort: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.services.service_port import number

TYPE = "io.k8s.api.core.v1.EndpointPort"

FIELDS = {
    "name": Field(formats.dns_label),
    "protocol": Field(one_of("TCP", "UDP", "SCTP"), default="TCP"),
    "appProtocol": Field(formats.qualified_name, keeps=True),
}

RULES = (number,)
