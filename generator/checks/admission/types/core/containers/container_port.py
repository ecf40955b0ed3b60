"""ContainerPort: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.ContainerPort"

FIELDS = {
    "containerPort": Field(formats.port_number, required=True),
    "hostPort": Field(formats.port_number),
    "name": Field(formats.port_name),
    "protocol": Field(one_of("TCP", "UDP", "SCTP"), default="TCP"),
}
