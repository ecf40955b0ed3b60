"""Deployment."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.workload import replicas, workload


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if plan.spec["kind"] == "Deployment":
        fields = ("strategy", "minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit")
        yield workload(
            plan, "Deployment", {"replicas": replicas(plan), **{field: plan.spec.get(field) for field in fields}}
        )
