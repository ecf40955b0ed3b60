"""ScaledObject of KEDA, which makes a HorizontalPodAutoscaler and, where no event comes, takes all pods away."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.autoscaler import usages
from generator.resources.metadata import resource
from generator.resources.trigger_authentication import name_of
from generator.resources.workload import SCALED_KINDS, reference


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("autoscale")
    if not own or not own.get("triggers") or plan.spec["kind"] not in SCALED_KINDS:
        return
    source = own.get("envSourceContainerName")
    spec: JsonMap = {
        "scaleTargetRef": {**reference(plan), **({"envSourceContainerName": source} if source else {})},
        "pollingInterval": own.get("pollingInterval"),
        "cooldownPeriod": own.get("cooldownPeriod"),
        "initialCooldownPeriod": own.get("initialCooldownPeriod"),
        "idleReplicaCount": own.get("idle"),
        "minReplicaCount": own.get("min", 1),
        "maxReplicaCount": own.get("max"),
        "fallback": own.get("fallback"),
        "advanced": _advanced(own),
        "triggers": [*(_usage(*usage) for usage in usages(own)), *triggers(plan)],
    }
    yield resource(
        plan,
        "keda.sh/v1alpha1",
        "ScaledObject",
        own.get("name", plan.name),
        {"spec": {key: value for key, value in spec.items() if value is not None}},
        labels=own.get("labels"),
        annotations={**own.get("annotations", {}), **paused(own)},
    )


def triggers(plan: ServicePlan) -> Iterator[JsonMap]:
    for name, item in plan.spec["autoscale"]["triggers"].items():
        trigger = {"name": name, "metadata": {}, **item}
        authentication = trigger.pop("authentication", None)
        if authentication:
            trigger["authenticationRef"] = {"name": name_of(plan, authentication)}
        yield trigger


def paused(own: JsonMap) -> JsonMap:
    """The annotations by which KEDA stands still (https://keda.sh/docs/latest/concepts/scaling-deployments/)."""
    state = own.get("paused", False)
    if isinstance(state, bool):
        return {"autoscaling.keda.sh/paused": "true"} if state else {}
    return {"autoscaling.keda.sh/paused-replicas": str(state)}


def _usage(container: str, name: str, usage: int | str) -> JsonMap:
    kind = "Utilization" if isinstance(usage, int) else "AverageValue"
    only = {"containerName": container} if container else {}
    return {"type": name, "metricType": kind, "metadata": {"value": str(usage), **only}}


def _advanced(own: JsonMap) -> JsonMap | None:
    given: JsonMap = own.get("advanced", {})
    if "behavior" in own:
        autoscaler = {**given.get("horizontalPodAutoscalerConfig", {}), "behavior": own["behavior"]}
        given = {**given, "horizontalPodAutoscalerConfig": autoscaler}
    return given or None
