"""EndpointAddress: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.addresses import endpoint_ip
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.EndpointAddress"

FIELDS = {
    "ip": Field(endpoint_ip, required=True),
    "hostname": Field(formats.dns_label),
    "nodeName": Field(formats.dns_subdomain, keeps=True),
}
