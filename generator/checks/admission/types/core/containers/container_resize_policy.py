"""ContainerResizePolicy: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.ContainerResizePolicy"

FIELDS = {
    "resourceName": Field(one_of("cpu", "memory"), required=True),
    "restartPolicy": Field(one_of("NotRequired", "RestartContainer"), required=True),
}
