"""NodeSelectorTerm: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.core.scheduling import node_selector_requirement
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.NodeSelectorTerm"


def requirements(term: JsonMap) -> Iterator[Wrong]:
    for position, of_labels in items(term, "matchExpressions"):
        for wrong in node_selector_requirement.of_labels(of_labels):
            yield wrong.below("matchExpressions", position)
    for position, of_fields in items(term, "matchFields"):
        for wrong in node_selector_requirement.of_fields(of_fields):
            yield wrong.below("matchFields", position)


RULES = (requirements,)
