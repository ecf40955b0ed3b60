"""PodDisruptionBudget."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource
from generator.resources.workload import SCALED_KINDS

_OWN = ("name", "labels", "annotations")


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("podDisruptionBudget")
    if own and plan.spec["kind"] in SCALED_KINDS:
        fields = {key: value for key, value in own.items() if key not in _OWN}
        body = {"spec": {"selector": {"matchLabels": plan.selector}, **fields}}
        name = own.get("name", plan.name)
        labels, annotations = own.get("labels"), own.get("annotations")
        yield resource(plan, "policy/v1", "PodDisruptionBudget", name, body, labels=labels, annotations=annotations)
