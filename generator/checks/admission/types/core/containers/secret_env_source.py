"""SecretEnvSource: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.SecretEnvSource"

FIELDS = {"name": Field(formats.beginning_of_subdomain, required=True)}
