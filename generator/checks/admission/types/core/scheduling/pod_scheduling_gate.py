"""PodSchedulingGate: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.PodSchedulingGate"

FIELDS = {"name": Field(formats.qualified_name, required=True)}
