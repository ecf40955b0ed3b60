"""GRPCAction: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field

TYPE = "io.k8s.api.core.v1.GRPCAction"

FIELDS = {"port": Field(formats.port_number, required=True), "mode": IGNORED}
