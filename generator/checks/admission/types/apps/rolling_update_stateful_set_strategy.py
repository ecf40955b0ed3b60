"""RollingUpdateStatefulSetStrategy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import both, is_zero, not_negative, share_of_all
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.wrong import Wrong, out_of_range
from generator.json_types import Json

TYPE = "io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy"


def not_none(value: Json) -> Wrong | None:
    return out_of_range(value, "more than 0") if is_zero(value) else None


FIELDS = {
    "partition": Field(not_negative, default=0, keeps=True),
    "maxUnavailable": since("1.37", Field(both(share_of_all, not_none), default=1, keeps=True), before=IGNORED),
}
