"""The one table of what is judged: each module has KINDS (all where it names none) and `problems(node, graph)`.

They report on the node that they are given, and read the graph alone.
"""

from __future__ import annotations

from types import ModuleType

from generator.checks.reference.faults import (
    absent,
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
    blocked_dns,
    quotas,
    amounts_of_pods,
)
