"""EnvFromSource: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.EnvFromSource"

FIELDS = {"prefix": Field(formats.env_name)}

RULES = (exactly_one("configMapRef", "secretRef"),)
