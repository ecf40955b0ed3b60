"""RoleRef: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.rbac.v1.RoleRef"

GROUP = "rbac.authorization.k8s.io"

FIELDS = {
    "apiGroup": Field(one_of(GROUP), default=GROUP),
    "kind": Field(one_of("Role", "ClusterRole"), required=True),
    "name": Field(formats.path_segment, required=True),
}
