"""HorizontalPodAutoscaler."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("autoscale")
    if not own or plan.spec["kind"] not in ("Deployment", "StatefulSet"):
        return
    spec: JsonMap = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": plan.spec["kind"], "name": plan.name},
        "minReplicas": own.get("min", 1),
        "maxReplicas": own.get("max"),
        "metrics": [
            *(_utilization(name, own[name]) for name in ("cpu", "memory") if name in own),
            *own.get("metrics", []),
        ],
    }
    if "behavior" in own:
        spec["behavior"] = own["behavior"]
    given = {key: value for key, value in spec.items() if value not in (None, [])}
    yield resource(plan, "autoscaling/v2", "HorizontalPodAutoscaler", own.get("name", plan.name), {"spec": given})


def _utilization(name: str, percent: int) -> JsonMap:
    target = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": name, "target": target}}
