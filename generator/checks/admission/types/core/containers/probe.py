"""Probe: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe"""

from __future__ import annotations

from generator.checks.admission.constraints import exactly_one, not_negative, positive
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.Probe"

FIELDS = {
    "initialDelaySeconds": Field(not_negative),
    "timeoutSeconds": Field(not_negative, default=1),
    "periodSeconds": Field(not_negative, default=10),
    "successThreshold": Field(not_negative, default=1),
    "failureThreshold": Field(not_negative, default=3),
    "terminationGracePeriodSeconds": Field(positive, keeps=True),
}

RULES = (exactly_one("exec", "httpGet", "tcpSocket", "grpc"),)
