"""ContainerRestartRule: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, since

TYPE = "io.k8s.api.core.v1.ContainerRestartRule"

FIELDS = {
    "action": Field(since("1.36", one_of("Restart", "RestartAllContainers"), before=one_of("Restart")), required=True),
    "exitCodes": Field(required=True),
}
