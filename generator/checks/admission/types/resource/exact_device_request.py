"""ExactDeviceRequest: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.resource.names import MOST
from generator.checks.admission.wrong import Wrong, forbidden, out_of_range, too_many
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.resource.v1.ExactDeviceRequest"

ALSO = ("io.k8s.api.resource.v1beta2.ExactDeviceRequest",)


def _mode(request: JsonMap) -> str:
    return str(request.get("allocationMode") or "ExactCount")


def count(request: JsonMap) -> Json:
    """One device, unless all are asked for."""
    return 1 if _mode(request) == "ExactCount" else None


FIELDS = {
    "deviceClassName": Field(formats.dns_subdomain, required=True),
    "allocationMode": Field(one_of("All", "ExactCount"), default="ExactCount"),
    "count": Field(default=count),
    "tolerations": since("1.36", Field(), before=IGNORED),
    "capacity": since("1.36", Field(), before=IGNORED),
    "derivedAttributes": IGNORED,
}


def counts(request: JsonMap) -> Iterator[Wrong]:
    asked = request.get("count") or 0
    if asked and _mode(request) == "All":
        yield forbidden("all devices are asked for, whatever their number", "remove it").below("count")
    elif asked < 0 and _mode(request) == "ExactCount":
        yield out_of_range(asked, "1 or more").below("count")
    if (found := len(request.get("selectors") or ())) > MOST:
        yield too_many(found, MOST, "selectors").below("selectors")


RULES = (counts,)
