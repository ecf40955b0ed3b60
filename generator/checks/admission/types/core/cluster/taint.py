"""Taint: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.Taint"

FIELDS = {
    "key": Field(formats.qualified_name, required=True),
    "value": Field(formats.label_value),
    "effect": Field(one_of("NoSchedule", "PreferNoSchedule", "NoExecute"), required=True),
}
