"""CounterSet and DeviceCounterConsumption: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

_GROUP = "io.k8s.api.resource"
_VERSIONS = ("v1", "v1beta1", "v1beta2")

TYPE = f"{_GROUP}.v1.CounterSet"

ALSO = tuple(
    f"{_GROUP}.{version}.{kind}"
    for kind in ("CounterSet", "DeviceCounterConsumption")
    for version in _VERSIONS
    if (kind, version) != ("CounterSet", "v1")
)

FIELDS = {
    "name": Field(formats.dns_label, required=True),
    "counterSet": Field(formats.dns_label, required=True),
    "counters": Field(formats.size(32, "counters"), keys=formats.dns_label, required=True),
}
