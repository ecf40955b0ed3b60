"""Where pods run: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"""

from generator.checks.admission.types.core.scheduling import (
    node_selector,
    node_selector_requirement,
    node_selector_term,
    pod_affinity_term,
    pod_resource_claim,
    pod_scheduling_gate,
    preferred_scheduling_term,
    toleration,
    topology_selector_label_requirement,
    topology_selector_term,
    topology_spread_constraint,
    weighted_pod_affinity_term,
)

TYPES = (
    node_selector,
    node_selector_requirement,
    node_selector_term,
    pod_affinity_term,
    pod_resource_claim,
    pod_scheduling_gate,
    preferred_scheduling_term,
    toleration,
    topology_selector_label_requirement,
    topology_selector_term,
    topology_spread_constraint,
    weighted_pod_affinity_term,
)
