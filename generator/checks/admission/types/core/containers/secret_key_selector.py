"""SecretKeySelector: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.SecretKeySelector"

FIELDS = {"name": Field(formats.dns_subdomain, required=True), "key": Field(formats.key_of_data, required=True)}
