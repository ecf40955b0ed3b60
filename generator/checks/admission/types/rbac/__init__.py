"""rbac.authorization.k8s.io/v1."""

from generator.checks.admission.types.rbac import (
    aggregation_rule,
    cluster_role,
    cluster_role_binding,
    policy_rule,
    role,
    role_binding,
    role_ref,
    subject,
)

TYPES = (
    aggregation_rule,
    cluster_role,
    cluster_role_binding,
    policy_rule,
    role,
    role_binding,
    role_ref,
    subject,
)
