"""TypedLocalObjectReference: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1beta1.TypedLocalObjectReference"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.TypedLocalObjectReference",
    "io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference",
    "io.k8s.api.scheduling.v1alpha1.TypedLocalObjectReference",
)

FIELDS = {
    "apiGroup": Field(formats.dns_subdomain),
    "kind": Field(formats.path_segment, required=True),
    "name": Field(formats.path_segment, required=True),
}
