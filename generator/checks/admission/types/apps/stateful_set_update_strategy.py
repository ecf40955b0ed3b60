"""StatefulSetUpdateStrategy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.apps.v1.StatefulSetUpdateStrategy"


def fill(strategy: JsonMap) -> None:
    """Only where the type is not written is there a rolling update in any case."""
    if not strategy.get("type"):
        strategy.setdefault("rollingUpdate", {})
        strategy["type"] = "RollingUpdate"


FIELDS = {"type": Field(one_of("RollingUpdate", "OnDelete"))}


def nothing_to_roll(strategy: JsonMap) -> Iterator[Wrong]:
    if strategy.get("type") == "OnDelete" and strategy.get("rollingUpdate") is not None:
        yield forbidden("OnDelete takes no rollingUpdate", "remove one of them").below("rollingUpdate")


RULES = (nothing_to_roll,)

DEFAULTED = (fill,)
