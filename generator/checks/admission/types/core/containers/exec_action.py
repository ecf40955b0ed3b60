"""ExecAction: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.ExecAction"

FIELDS = {"command": Field(required=True)}
