"""DaemonSetSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field
from generator.checks.admission.types.apps import pod_template
from generator.checks.admission.types.meta import label_selector

TYPE = "io.k8s.api.apps.v1.DaemonSetSpec"

FIELDS = {
    "minReadySeconds": Field(not_negative),
    "revisionHistoryLimit": Field(not_negative, default=10, keeps=True),
}

RULES = (label_selector.of_workload, pod_template.runs_always)
