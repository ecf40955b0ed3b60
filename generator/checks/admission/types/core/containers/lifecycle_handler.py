"""LifecycleHandler: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one

TYPE = "io.k8s.api.core.v1.LifecycleHandler"

RULES = (exactly_one("exec", "httpGet", "tcpSocket", "sleep"),)
