"""PriorityLevelConfigurationReference: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference"

FIELDS = {"name": Field(formats.dns_subdomain, required=True)}
