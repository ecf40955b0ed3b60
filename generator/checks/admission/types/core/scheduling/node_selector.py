"""NodeSelector: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field, since
from generator.checks.admission.types.core.scheduling import node_selector_requirement
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.NodeSelector"

FIELDS = {"nodeSelectorTerms": Field(required=True)}


def label_values(selector: JsonMap) -> Iterator[Wrong]:
    for position, term in items(selector, "nodeSelectorTerms"):
        for of_labels, requirement in items(term, "matchExpressions"):
            for wrong in node_selector_requirement.label_values(requirement):
                yield wrong.below("nodeSelectorTerms", position, "matchExpressions", of_labels)


RULES = (since("1.33", label_values),)
