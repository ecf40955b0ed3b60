"""ReplicaSetSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/#ReplicaSetSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field
from generator.checks.admission.types.apps import pod_template
from generator.checks.admission.types.meta import label_selector

TYPE = "io.k8s.api.apps.v1.ReplicaSetSpec"

FIELDS = {"replicas": Field(not_negative, default=1, keeps=True), "minReadySeconds": Field(not_negative)}

RULES = (label_selector.of_workload, pod_template.runs_always)
