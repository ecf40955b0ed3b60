"""ScaledJob of KEDA: a Job for each event, or for a few of them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.job import job_spec
from generator.resources.metadata import resource, workload_metadata
from generator.resources.scaled_object import paused, triggers


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if plan.spec["kind"] != "ScaledJob":
        return
    own = plan.spec.get("autoscale", {})
    spec: JsonMap = {
        "jobTargetRef": job_spec(plan),
        "pollingInterval": own.get("pollingInterval"),
        "successfulJobsHistoryLimit": plan.spec.get("successfulJobsHistoryLimit"),
        "failedJobsHistoryLimit": plan.spec.get("failedJobsHistoryLimit"),
        "envSourceContainerName": own.get("envSourceContainerName"),
        "minReplicaCount": own.get("min"),
        "maxReplicaCount": own.get("max"),
        "rollout": own.get("rollout"),
        "scalingStrategy": own.get("scalingStrategy"),
        "triggers": list(triggers(plan)) if own.get("triggers") else None,
    }
    yield resource(
        plan,
        "keda.sh/v1alpha1",
        "ScaledJob",
        plan.name,
        {"spec": {key: value for key, value in spec.items() if value is not None}},
        **workload_metadata(plan, {**own.get("annotations", {}), **paused(own)}),
    )
