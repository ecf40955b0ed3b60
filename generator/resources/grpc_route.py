"""GRPCRoute of the Gateway API."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources import exposure, gateway
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name, own in plan.spec.get("grpcRoutes", {}).items():
        yield resource(
            plan,
            "gateway.networking.k8s.io/v1",
            "GRPCRoute",
            gateway.name_of(plan, name, own),
            gateway.body(plan, own, exposure.host_names(plan)),
            labels=own.get("labels"),
            annotations=own.get("annotations"),
        )
