"""PodDisruptionBudgetSpec: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/#PodDisruptionBudgetSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of, share_of_all
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.policy.v1.PodDisruptionBudgetSpec"

FIELDS = {
    "minAvailable": Field(share_of_all, keeps=True),
    "maxUnavailable": Field(share_of_all, keeps=True),
    "unhealthyPodEvictionPolicy": Field(one_of("IfHealthyBudget", "AlwaysAllow"), keeps=True),
}


def one_limit(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("minAvailable") is not None and spec.get("maxUnavailable") is not None:
        hint = "remove one of them; maxUnavailable follows a change of replicas"
        yield conflict("maxUnavailable excludes minAvailable", hint).below("maxUnavailable")


RULES = (one_limit,)
