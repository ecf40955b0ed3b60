"""ClientIPConfig: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.ClientIPConfig"

FIELDS = {"timeoutSeconds": Field(between(1, 86400), default=10800, keeps=True)}
