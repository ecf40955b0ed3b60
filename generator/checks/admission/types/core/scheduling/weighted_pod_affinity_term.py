"""WeightedPodAffinityTerm: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodAffinity"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.WeightedPodAffinityTerm"

FIELDS = {"weight": Field(between(1, 100), required=True)}


def term(weighted: JsonMap) -> Iterator[Wrong]:
    if weighted.get("podAffinityTerm") is None:
        yield missing("podAffinityTerm")


RULES = (term,)
