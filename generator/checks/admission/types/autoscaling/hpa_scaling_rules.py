"""HPAScalingRules: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import between, one_of, quantity_at_least
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.autoscaling.v2.HPAScalingRules"

FIELDS = {
    "stabilizationWindowSeconds": Field(between(0, 3600), keeps=True),
    "selectPolicy": Field(one_of("Max", "Min", "Disabled"), keeps=True),
    "policies": Field(keeps=True),
    "tolerance": since("1.35", Field(quantity_at_least(0)), before=IGNORED),
}


def policies(rules: JsonMap) -> Iterator[Wrong]:
    """Without any there are default ones, but an empty list says that there are none."""
    if rules.get("policies") == []:
        yield missing("policies", "add one, or leave out the list")


RULES = (policies,)
