"""PodDisruptionBudget."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource
from generator.resources.workload import SCALED_KINDS


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("podDisruptionBudget")
    if own and plan.spec["kind"] in SCALED_KINDS:
        fields = {key: value for key, value in own.items() if key != "name"}
        body = {"spec": {"selector": {"matchLabels": plan.selector}, **fields}}
        yield resource(plan, "policy/v1", "PodDisruptionBudget", own.get("name", plan.name), body)
