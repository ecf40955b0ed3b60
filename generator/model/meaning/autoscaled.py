"""What an autoscaler goes by, and the containers whose use it measures."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.json_types import Json, JsonMap, Path
from generator.model.plan import ServicePlan

USAGES = ("cpu", "memory")


class Usage(Struct, frozen=True):
    """The use of `cpu` or `memory` of one container, or of all of them where it names none."""

    field: Path
    name: str
    container: str
    relative: bool
    """Whether it is measured against what the containers request."""

    def of(self, running: JsonMap) -> JsonMap:
        return {name: spec for name, spec in running.items() if self.container in ("", name)}


def containers(plan: ServicePlan) -> JsonMap:
    """The fields of the containers that run as long as the pod, by name; the main one comes first."""
    further = plan.spec.get("containers", {})
    sidecars = {
        name: item
        for name, item in plan.spec.get("initContainers", {}).items()
        if item.get("restartPolicy") == "Always"
    }
    return {plan.spec.get("containerName", plan.name): plan.spec, **further, **sidecars}


def usages(plan: ServicePlan) -> Iterator[Usage]:
    own = plan.spec.get("autoscale", {})
    yield from (Usage(("autoscale", name), name, "", isinstance(own[name], int)) for name in USAGES if name in own)
    for container, item in own.get("containers", {}).items():
        for name in USAGES:
            if name in item:
                field = ("autoscale", "containers", container, name)
                yield Usage(field, name, container, isinstance(item[name], int))
    metrics: Json = own.get("metrics", {})
    for key, item in metrics.items() if isinstance(metrics, dict) else enumerate(metrics):
        for about in ("resource", "containerResource"):
            source = (item or {}).get(about) or {}
            if source.get("name") in USAGES:
                relative = "averageUtilization" in (source.get("target") or {})
                field = ("autoscale", "metrics", key, about)
                yield Usage(field, source["name"], source.get("container") or "", relative)
    for key, trigger in own.get("triggers", {}).items():
        if trigger.get("type") in USAGES:
            metadata = trigger.get("metadata", {})
            relative = trigger.get("metricType", metadata.get("type", "Utilization")) == "Utilization"
            yield Usage(("autoscale", "triggers", key), trigger["type"], metadata.get("containerName", ""), relative)
