"""What configures devices, of a class or of a claim: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from generator.checks.admission.field import Field

_GROUP = "io.k8s.api.resource"
_VERSIONS = ("v1", "v1beta1", "v1beta2")

TYPE = f"{_GROUP}.v1.DeviceClassConfiguration"

ALSO = tuple(
    f"{_GROUP}.{version}.{kind}"
    for kind in ("DeviceClassConfiguration", "DeviceClaimConfiguration")
    for version in _VERSIONS
    if (kind, version) != ("DeviceClassConfiguration", "v1")
)

FIELDS = {"opaque": Field(required=True)}
