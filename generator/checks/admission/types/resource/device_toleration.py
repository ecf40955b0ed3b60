"""DeviceToleration: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.resource.device_taint import EFFECTS
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceToleration"

ALSO = (f"{_GROUP}.v1beta1.DeviceToleration", f"{_GROUP}.v1beta2.DeviceToleration")

FIELDS = {
    "key": Field(formats.qualified_name),
    "operator": Field(one_of("Equal", "Exists"), default="Equal"),
    "effect": Field(EFFECTS),
}


def compares(toleration: JsonMap) -> Iterator[Wrong]:
    value, operator = toleration.get("value"), toleration.get("operator") or "Equal"
    if value and operator == "Exists":
        yield forbidden("Exists takes no value", "remove it, or write operator: Equal").below("value")
    elif value and operator == "Equal" and (wrong := formats.label_value(value)):
        yield wrong.below("value")


RULES = (compares,)
