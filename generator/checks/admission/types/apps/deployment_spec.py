"""DeploymentSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field
from generator.checks.admission.types.apps import pod_template
from generator.checks.admission.types.meta import label_selector
from generator.checks.admission.wrong import Wrong, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.apps.v1.DeploymentSpec"

FIELDS = {
    "replicas": Field(not_negative, default=1, keeps=True),
    "minReadySeconds": Field(not_negative),
    "revisionHistoryLimit": Field(not_negative, default=10, keeps=True),
    "progressDeadlineSeconds": Field(not_negative, default=600, keeps=True),
}


def deadline(spec: JsonMap) -> Iterator[Wrong]:
    limit, ready = spec.get("progressDeadlineSeconds", 600), spec.get("minReadySeconds") or 0
    if limit is not None and limit <= ready:
        expected = f"more than minReadySeconds ({ready})"
        yield out_of_range(limit, expected).below("progressDeadlineSeconds")


RULES = (label_selector.of_workload, deadline, pod_template.runs_always)
