"""PersistentVolumeClaim: the `persistence` of everything but a StatefulSet, which has claim templates."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if plan.spec["kind"] != "StatefulSet":
        for name, item in plan.spec.get("persistence", {}).items():
            labels = item.get("labels", {})
            body = {"spec": claim_spec(item)}
            yield resource(plan, "v1", "PersistentVolumeClaim", name_of(plan, name, item), body, labels=labels)


def name_of(plan: ServicePlan, name: str, item: JsonMap) -> str:
    claim: str = item.get("claimName", f"{plan.name}-{name}")
    return claim


def claim_spec(item: JsonMap) -> JsonMap:
    spec: JsonMap = {"accessModes": item.get("accessModes", ["ReadWriteOnce"])}
    spec.update((key, item[key]) for key in ("storageClassName", "volumeMode") if key in item)
    return {**spec, "resources": {"requests": {"storage": item.get("size")}}}


def templates(plan: ServicePlan) -> list[JsonMap]:
    """The `volumeClaimTemplates` of a StatefulSet. The cluster never lets their labels change: only the selector's."""
    return [
        {
            "metadata": {"name": name, "labels": {**plan.selector, **item.get("labels", {})}},
            "spec": claim_spec(item),
        }
        for name, item in plan.spec.get("persistence", {}).items()
    ]
