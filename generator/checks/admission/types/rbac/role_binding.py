"""RoleBinding: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.rbac.v1.RoleBinding"

FIELDS = {"roleRef": Field(required=True)}

RULES = (metadata.named(formats.path_segment),)
