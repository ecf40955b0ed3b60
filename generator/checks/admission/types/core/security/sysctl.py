"""Sysctl: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.Sysctl"

_PART = "[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"

FIELDS = {
    "name": Field(
        formats.pattern(
            rf"(?:{_PART}[./])*{_PART}", "the name of a sysctl", "write it as net.core.somaxconn", longest=253
        ),
        required=True,
    )
}
