"""LeaseSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/#LeaseSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative, positive
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.coordination.v1.LeaseSpec"

FIELDS = {
    "leaseDurationSeconds": Field(positive, keeps=True),
    "leaseTransitions": Field(not_negative, keeps=True),
    "strategy": IGNORED,
    "preferredHolder": IGNORED,
}
