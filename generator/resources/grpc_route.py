"""GRPCRoute of the Gateway API."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources import exposure, gateway


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name, own in plan.spec.get("grpcRoutes", {}).items():
        yield gateway.route(plan, "grpcRoutes", name, own, exposure.host_names(plan))
