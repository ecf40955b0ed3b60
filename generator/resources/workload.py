"""What the long-running kinds of workload share."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources import config_map
from generator.resources.metadata import resource, workload_metadata
from generator.resources.pod import template

SCALED_KINDS = ("Deployment", "Rollout", "StatefulSet")
"""The kinds whose number of pods can be changed: those with a `scale` subresource."""

VERTICAL_KINDS = (*SCALED_KINDS, "DaemonSet", "Job", "CronJob")
"""The kinds that a VerticalPodAutoscaler can be of."""

_API_VERSIONS = {"Job": "batch/v1", "CronJob": "batch/v1", "Rollout": "argoproj.io/v1alpha1"}


def workload(plan: ServicePlan, kind: str, fields: JsonMap) -> Resource:
    """A workload: `fields` without those that are None, Kubernetes' own, then the selector and the pod template."""
    given = {key: value for key, value in fields.items() if value is not None}
    given.update((field, plan.spec[field]) for field in plan.workload_fields.get(kind, ()) if field in plan.spec)
    pods = template(plan)
    spec = {**given, "selector": {"matchLabels": plan.selector}, "template": pods}
    notes = config_map.reloader(plan, pods)
    return resource(
        plan, _API_VERSIONS.get(kind, "apps/v1"), kind, plan.name, {"spec": spec}, **workload_metadata(plan, notes)
    )


def reference(plan: ServicePlan) -> JsonMap:
    """What an autoscaler says of the workload that it scales."""
    kind = plan.spec["kind"]
    return {"apiVersion": _API_VERSIONS.get(kind, "apps/v1"), "kind": kind, "name": plan.name}


def replicas(plan: ServicePlan) -> int | None:
    """The fixed number of pods; None while an autoscaler owns it, for writing it would undo the scaling."""
    return None if plan.spec.get("autoscale") else plan.spec.get("replicas", 1)
