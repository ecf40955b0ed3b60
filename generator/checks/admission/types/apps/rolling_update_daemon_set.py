"""RollingUpdateDaemonSet: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import is_zero, share_of_all
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.apps.v1.RollingUpdateDaemonSet"

FIELDS = {
    "maxSurge": Field(share_of_all, default=0, keeps=True),
    "maxUnavailable": Field(share_of_all, default=1, keeps=True),
}


def one_way(update: JsonMap) -> Iterator[Wrong]:
    """A node gets the new pod before the old one ends, or after."""
    surge, unavailable = update.get("maxSurge"), update.get("maxUnavailable")
    surges = surge is not None and not is_zero(surge)
    leaves = unavailable is None or not is_zero(unavailable)
    if surges and leaves:
        hint = "set maxUnavailable to 0 (it is 1 where nothing is said), or remove maxSurge"
        yield conflict("maxSurge and maxUnavailable may not both be set", hint).below("maxSurge")
    if not surges and not leaves:
        hint = "let there be one pod more, or one less, while it rolls"
        yield conflict("maxSurge and maxUnavailable may not both be 0", hint).below("maxUnavailable")


RULES = (one_way,)
