"""PodGroup: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.scheduling.v1alpha1.PodGroup"

FIELDS = {"name": Field(formats.dns_label, required=True), "policy": Field(required=True)}
