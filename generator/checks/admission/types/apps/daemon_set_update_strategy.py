"""DaemonSetUpdateStrategy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.apps.v1.DaemonSetUpdateStrategy"


def _rolling_update(strategy: JsonMap) -> Json:
    return None if strategy.get("type") == "OnDelete" else {}


FIELDS = {
    "type": Field(one_of("RollingUpdate", "OnDelete"), default="RollingUpdate"),
    "rollingUpdate": Field(default=_rolling_update),
}


def not_looked_at(strategy: JsonMap, wrong: Wrong) -> bool:
    """OnDelete does not roll, so nobody looks how it would."""
    return strategy.get("type") == "OnDelete" and wrong.path[0] == "rollingUpdate"


EXCUSED = not_looked_at
