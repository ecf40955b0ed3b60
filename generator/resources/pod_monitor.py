"""PodMonitor of the Prometheus operator."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.monitor import endpoints, is_found_via, monitor


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if is_found_via(plan, "pod"):
        yield monitor(plan, "PodMonitor", {"podMetricsEndpoints": list(endpoints(plan).values())}, plan.selector)
