"""ServiceMonitor of the Prometheus operator."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import IDENTITY, common_labels
from generator.resources.monitor import is_found_via, monitor


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if is_found_via(plan, "service"):
        yield monitor(plan, "ServiceMonitor", "endpoints", {name: common_labels(plan)[name] for name in IDENTITY})
