"""LeaseSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/#LeaseSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import not_negative, positive
from generator.checks.admission.field import Field
from generator.checks.admission.types.coordination.strategy import strategy
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.coordination.v1.LeaseSpec"

FIELDS = {
    "leaseDurationSeconds": Field(positive, keeps=True),
    "leaseTransitions": Field(not_negative, keeps=True),
    "strategy": Field(strategy, keeps=True),
}


def preferred(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("preferredHolder") and not spec.get("strategy"):
        hint = "set `strategy`, or remove it"
        yield forbidden("a preferred holder needs a strategy", hint).below("preferredHolder")


RULES = (preferred,)
