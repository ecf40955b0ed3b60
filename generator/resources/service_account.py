"""ServiceAccount."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("serviceAccount", {})
    if own.get("create") and any(workload.has_pods for workload in plan.workloads):
        body = {"automountServiceAccountToken": own.get("automount", False)}
        yield resource(
            plan, "v1", "ServiceAccount", own.get("name", plan.name), body, annotations=own.get("annotations")
        )
