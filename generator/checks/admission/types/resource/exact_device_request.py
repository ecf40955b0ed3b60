"""ExactDeviceRequest: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.resource.v1.ExactDeviceRequest"

ALSO = ("io.k8s.api.resource.v1beta2.ExactDeviceRequest",)


def count(request: JsonMap) -> Json:
    """One device, unless all are asked for."""
    return 1 if (request.get("allocationMode") or "ExactCount") == "ExactCount" else None


FIELDS = {"allocationMode": Field(default="ExactCount"), "count": Field(default=count)}
