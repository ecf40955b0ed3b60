"""Lifecycle: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#lifecycle-1"""

from __future__ import annotations

from generator.checks.admission.field import IGNORED

TYPE = "io.k8s.api.core.v1.Lifecycle"

FIELDS = {"stopSignal": IGNORED}
