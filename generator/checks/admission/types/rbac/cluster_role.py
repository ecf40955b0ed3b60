"""ClusterRole: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.rbac.v1.ClusterRole"

RULES = (metadata.named(formats.path_segment),)
