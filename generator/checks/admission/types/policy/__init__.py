"""policy/v1."""

from generator.checks.admission.types.policy import (
    eviction,
    pod_disruption_budget,
    pod_disruption_budget_spec,
)

TYPES = (eviction, pod_disruption_budget, pod_disruption_budget_spec)
