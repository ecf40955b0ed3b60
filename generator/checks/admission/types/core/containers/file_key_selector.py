"""FileKeySelector: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.FileKeySelector"

FIELDS = {
    "key": Field(formats.env_name, required=True),
    "volumeName": Field(formats.dns_label, required=True),
    "path": Field(formats.no_backsteps, required=True),
}
