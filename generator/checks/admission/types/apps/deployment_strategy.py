"""DeploymentStrategy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.apps.v1.DeploymentStrategy"


def _rolling_update(strategy: JsonMap) -> Json:
    return None if strategy.get("type") == "Recreate" else {}


FIELDS = {
    "type": Field(one_of("Recreate", "RollingUpdate"), default="RollingUpdate"),
    "rollingUpdate": Field(default=_rolling_update),
}


def nothing_to_roll(strategy: JsonMap) -> Iterator[Wrong]:
    if strategy.get("type") == "Recreate" and strategy.get("rollingUpdate") is not None:
        yield forbidden("Recreate takes no rollingUpdate", "remove one of them").below("rollingUpdate")


RULES = (nothing_to_roll,)
