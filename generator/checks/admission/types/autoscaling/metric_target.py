"""MetricTarget: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of, positive
from generator.checks.admission.field import Field, Rule
from generator.checks.admission.wrong import Wrong, conflict, missing, out_of_range
from generator.json_types import Json, JsonMap
from generator.quantity import parse

TYPE = "io.k8s.api.autoscaling.v2.MetricTarget"


def more_than_nothing(value: Json) -> Wrong | None:
    amount = parse(value)
    return None if amount is None or amount > 0 else out_of_range(value, "more than 0")


FIELDS = {
    "type": Field(one_of("Utilization", "Value", "AverageValue"), required=True),
    "value": Field(more_than_nothing, keeps=True),
    "averageValue": Field(more_than_nothing, keeps=True),
    "averageUtilization": Field(positive, keeps=True),
}


def of(*names: str, one: bool = False) -> Rule:
    """The rule of a metric whose target is one of these fields; `one` where it cannot be two."""

    def rule(source: JsonMap) -> Iterator[Wrong]:
        target = source.get("target") or {}
        found = [name for name in names if target.get(name) is not None]
        if not found:
            others = f"(or `{names[1]}`)" if len(names) > 1 else ""
            yield missing(names[0], why=others).below("target")
        if one and len(found) > 1:
            why = f"{found[1]} excludes {found[0]}"
            yield conflict(why, "remove one of them").below("target", found[1])

    return rule
