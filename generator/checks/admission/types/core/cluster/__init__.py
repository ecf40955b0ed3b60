"""What belongs to a whole cluster or namespace: Namespace, Node, ServiceAccount, Event, Binding."""

from generator.checks.admission.types.core.cluster import (
    binding,
    event,
    namespace,
    namespace_spec,
    node,
    node_spec,
    node_swap_status,
    service_account,
    taint,
)

TYPES = (binding, event, namespace, namespace_spec, node, node_spec, node_swap_status, service_account, taint)
