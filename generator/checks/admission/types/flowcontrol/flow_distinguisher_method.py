"""FlowDistinguisherMethod: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod"

FIELDS = {"type": Field(one_of("ByUser", "ByNamespace"), required=True)}
