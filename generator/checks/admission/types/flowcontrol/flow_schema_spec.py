"""FlowSchemaSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.flowcontrol.v1.FlowSchemaSpec"

FIELDS = {
    "matchingPrecedence": Field(between(1, 10_000), default=1000),
    "priorityLevelConfiguration": Field(required=True),
}
