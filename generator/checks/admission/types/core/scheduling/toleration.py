"""Toleration: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Toleration"

FIELDS = {
    "key": Field(formats.qualified_name),
    "operator": Field(one_of("Equal", "Exists")),
    "effect": Field(one_of("NoSchedule", "PreferNoSchedule", "NoExecute")),
}


def everything(toleration: JsonMap) -> Iterator[Wrong]:
    if not toleration.get("key") and toleration.get("operator") != "Exists":
        hint = "name a taint's key, or write `operator: Exists`, which tolerates all"
        yield conflict("without a key only Exists can tolerate", hint).below("operator")


def of_value(toleration: JsonMap) -> Iterator[Wrong]:
    value, operator = toleration.get("value") or "", toleration.get("operator") or "Equal"
    if value and operator == "Exists":
        yield forbidden("Exists takes no value", "remove it, or write Equal").below("value")
    elif operator == "Equal" and (wrong := formats.label_value(value)):
        yield wrong.below("value")


def for_a_while(toleration: JsonMap) -> Iterator[Wrong]:
    if toleration.get("tolerationSeconds") is not None and toleration.get("effect") != "NoExecute":
        hint = "remove tolerationSeconds, or write `effect: NoExecute`"
        yield conflict("only NoExecute is tolerated for a while", hint).below("effect")


RULES = (everything, of_value, for_a_while)
