"""HTTPHeader: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.HTTPHeader"

FIELDS = {"name": Field(formats.http_header_name, required=True)}
