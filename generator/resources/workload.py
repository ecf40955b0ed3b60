"""What the long-running kinds of workload share."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource
from generator.resources.pod import template


def workload(plan: ServicePlan, kind: str, fields: JsonMap) -> Resource:
    """A workload of `apps/v1`: `fields` without those that are None, then the selector and the pod template."""
    given = {key: value for key, value in fields.items() if value is not None}
    spec = {**given, "selector": {"matchLabels": plan.selector}, "template": template(plan)}
    return resource(plan, "apps/v1", kind, plan.name, {"spec": spec})


def replicas(plan: ServicePlan) -> int | None:
    """The fixed number of pods; None while an autoscaler owns it, for writing it would undo the scaling."""
    return None if plan.spec.get("autoscale") else plan.spec.get("replicas", 1)
