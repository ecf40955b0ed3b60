"""NodeSwapStatus: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeStatus"""

from __future__ import annotations

from generator.checks.admission.constraints import positive
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.NodeSwapStatus"

FIELDS = {"capacity": Field(positive, keeps=True)}
