"""PodReadinessGate: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.PodReadinessGate"

FIELDS = {"conditionType": Field(formats.qualified_name, required=True)}
