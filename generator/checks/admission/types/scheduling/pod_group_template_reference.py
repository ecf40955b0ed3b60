"""PodGroupTemplateReference: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1alpha2.PodGroupTemplateReference"

FIELDS = {"workload": Field(required=True)}
