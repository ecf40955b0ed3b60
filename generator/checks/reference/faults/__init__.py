"""The one table of what is judged: each module has `problems(node, graph)`.

It is asked of nodes of its KINDS, or of those that have the facts that it NEEDS, or of all where it names neither.

They report on the node that they are given, and read the graph alone.
"""

from __future__ import annotations

from types import ModuleType

from generator.checks.reference.faults import (
    absent,
    addresses,
    amounts_of_pods,
    autoscalers,
    blocked,
    blocked_dns,
    budgets,
    duplicates,
    fixed_replicas,
    gateways,
    governing,
    keys,
    monitors,
    namespaces,
    policies,
    quotas,
    routes,
    service_pods,
    service_ports,
    shared_pods,
)

FAULTS: tuple[ModuleType, ...] = (
    duplicates,
    absent,
    namespaces,
    keys,
    service_ports,
    service_pods,
    governing,
    shared_pods,
    gateways,
    routes,
    autoscalers,
    fixed_replicas,
    budgets,
    monitors,
    policies,
    blocked,
    addresses,
    blocked_dns,
    quotas,
    amounts_of_pods,
)
