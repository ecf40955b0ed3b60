"""ContainerRestartRuleOnExitCodes: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes"

FIELDS = {"operator": Field(one_of("In", "NotIn"), required=True), "values": Field(formats.size(255, "exit codes"))}
