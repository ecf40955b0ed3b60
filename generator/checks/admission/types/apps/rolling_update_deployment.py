"""RollingUpdateDeployment: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import is_zero, share, share_of_all
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.apps.v1.RollingUpdateDeployment"

FIELDS = {
    "maxSurge": Field(share, default="25%", keeps=True),
    "maxUnavailable": Field(share_of_all, default="25%", keeps=True),
}


def can_roll(update: JsonMap) -> Iterator[Wrong]:
    surge, unavailable = update.get("maxSurge"), update.get("maxUnavailable")
    if surge is not None and unavailable is not None and is_zero(surge) and is_zero(unavailable):
        hint = "let there be one pod more, or one less, while it rolls"
        yield conflict("maxSurge and maxUnavailable may not both be 0", hint).below("maxUnavailable")


RULES = (can_roll,)
