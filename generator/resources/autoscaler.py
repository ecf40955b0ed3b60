"""HorizontalPodAutoscaler."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.language.scaling_metrics import TARGETS
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource
from generator.resources.workload import SCALED_KINDS, reference

_TYPES = {"averageUtilization": "Utilization", "averageValue": "AverageValue", "value": "Value"}


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("autoscale")
    if not own or own.get("triggers") or plan.spec["kind"] not in SCALED_KINDS:
        return
    spec: JsonMap = {
        "scaleTargetRef": reference(plan),
        "minReplicas": own.get("min", 1),
        "maxReplicas": own.get("max"),
        "metrics": [*_resources(own), *_further(own.get("metrics", []))],
        "behavior": own.get("behavior"),
    }
    yield resource(
        plan,
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        own.get("name", plan.name),
        {"spec": {key: value for key, value in spec.items() if value not in (None, [])}},
        labels=own.get("labels"),
        annotations=own.get("annotations"),
    )


def usages(own: JsonMap) -> Iterator[tuple[str, str, Json]]:
    """The container, or "" for all of them, its `cpu` or `memory`, and how much of it is to be used."""
    yield from (("", name, own[name]) for name in ("cpu", "memory") if name in own)
    for container, item in own.get("containers", {}).items():
        yield from ((container, name, item[name]) for name in ("cpu", "memory") if name in item)


def _resources(own: JsonMap) -> Iterator[JsonMap]:
    for container, name, usage in usages(own):
        target = _target({"averageUtilization" if isinstance(usage, int) else "averageValue": usage})
        if container:
            source = {"container": container, "name": name, "target": target}
            yield {"type": "ContainerResource", "containerResource": source}
        else:
            yield {"type": "Resource", "resource": {"name": name, "target": target}}


def _further(metrics: Json) -> Iterator[JsonMap]:
    if isinstance(metrics, list):
        yield from metrics
        return
    for name, item in metrics.items():
        for about in TARGETS:
            if about in item:
                source = {**item[about], "target": _target(item[about].get("target", {}))}
                if about not in ("resource", "containerResource"):
                    source["metric"] = {"name": name, **source.get("metric", {})}
                yield {"type": f"{about[0].upper()}{about[1:]}", about: source}


def _target(values: JsonMap) -> JsonMap:
    return {"type": next((kind for name, kind in _TYPES.items() if name in values), None), **values}
