"""DeviceRequest of v1beta1, whose fields are those of an ExactDeviceRequest.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1beta1/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.resource import exact_device_request
from generator.checks.admission.types.resource.device_request import few_alternatives
from generator.checks.admission.wrong import Wrong, conflict, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.resource.v1beta1.DeviceRequest"

_CHOICE = ("deviceClassName", "selectors", "allocationMode", "count", "adminAccess", "tolerations", "capacity")

FIELDS = {
    **exact_device_request.FIELDS,
    "name": Field(formats.dns_label, required=True),
    "deviceClassName": Field(formats.dns_subdomain),
    "firstAvailable": since("1.34", Field(), before=IGNORED),
    "count": Field(),
}


def one_way(request: JsonMap) -> Iterator[Wrong]:
    if request.get("firstAvailable"):
        for field in _CHOICE:
            if request.get(field):
                hint = "write it within the items of firstAvailable"
                yield conflict(f"{field} and firstAvailable exclude one another", hint).below(field)
        yield from few_alternatives(request)
    else:
        yield from exact(request)


def exact(request: JsonMap) -> Iterator[Wrong]:
    if not request.get("deviceClassName"):
        yield missing("deviceClassName")
    for rule in exact_device_request.RULES:
        yield from rule(request)


RULES = (since("1.34", one_way, before=exact),)
