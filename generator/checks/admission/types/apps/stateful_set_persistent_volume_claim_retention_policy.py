"""StatefulSetPersistentVolumeClaimRetentionPolicy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy"

_POLICY = Field(one_of("Retain", "Delete"), default="Retain")

FIELDS = {"whenDeleted": _POLICY, "whenScaled": _POLICY}
