"""SeccompProfile: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.security import profiles

TYPE = "io.k8s.api.core.v1.SeccompProfile"

FIELDS = {
    "type": Field(profiles.kind, required=True),
    "localhostProfile": Field(formats.relative_path, keeps=True),
}

RULES = (profiles.local,)
