"""DaemonSet."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.workload import workload


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if plan.spec["kind"] == "DaemonSet":
        fields = {field: plan.spec.get(field) for field in ("minReadySeconds", "revisionHistoryLimit")}
        yield workload(plan, "DaemonSet", {"updateStrategy": plan.spec.get("strategy"), **fields})
