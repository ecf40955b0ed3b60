"""GroupSubject: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.flowcontrol.v1.GroupSubject"

FIELDS = {"name": Field(required=True)}
