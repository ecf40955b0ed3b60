"""DeviceTaint: https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, since

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceTaint"

ALSO = tuple(f"{_GROUP}.{version}.DeviceTaint" for version in ("v1alpha3", "v1beta1", "v1beta2"))

EFFECTS = since("1.35", one_of("NoExecute", "NoSchedule", "None"), before=one_of("NoExecute", "NoSchedule"))

FIELDS = {
    "key": Field(formats.qualified_name, required=True),
    "value": Field(formats.label_value),
    "effect": Field(EFFECTS, required=True),
}
