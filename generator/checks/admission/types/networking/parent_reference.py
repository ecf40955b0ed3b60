"""ParentReference: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1/#IPAddressSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.networking.v1.ParentReference"

ALSO = ("io.k8s.api.networking.v1beta1.ParentReference",)

FIELDS = {
    "group": Field(formats.dns_subdomain),
    "resource": Field(formats.path_segment, required=True),
    "name": Field(formats.path_segment, required=True),
    "namespace": Field(formats.path_segment),
}
