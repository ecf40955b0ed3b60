"""Endpoint: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.discovery.v1.Endpoint"

FIELDS = {
    "addresses": Field(formats.size(100, "addresses"), required=True),
    "hostname": Field(formats.dns_label, keeps=True),
    "nodeName": Field(formats.dns_subdomain, keeps=True),
    "deprecatedTopology": IGNORED,
}
