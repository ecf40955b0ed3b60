"""LimitedPriorityLevelConfiguration: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/priority-level-configuration-v1/#PriorityLevelConfigurationSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import between, not_negative
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration"

FIELDS = {
    "nominalConcurrencyShares": Field(not_negative, default=30, keeps=True),
    "lendablePercent": Field(between(0, 100), default=0, keeps=True),
    "borrowingLimitPercent": Field(not_negative, keeps=True),
    "limitResponse": Field(required=True),
}
