"""AggregationRule: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.rbac.v1.AggregationRule"

FIELDS = {"clusterRoleSelectors": Field(required=True)}
