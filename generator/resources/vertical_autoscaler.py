"""VerticalPodAutoscaler."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource
from generator.resources.workload import VERTICAL_KINDS, reference


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("verticalAutoscale")
    if not own or plan.spec["kind"] not in VERTICAL_KINDS:
        return
    same = {key: value for key, value in own.items() if key not in ("name", "mode", "updatePolicy", "resourcePolicy")}
    mode = {"updateMode": own["mode"]} if "mode" in own else {}
    policies = [{"containerName": name, **item} for name, item in own.get("resourcePolicy", {}).items()]
    spec: JsonMap = {
        "targetRef": reference(plan),
        "updatePolicy": {**mode, **own.get("updatePolicy", {})} or None,
        "resourcePolicy": {"containerPolicies": policies} if policies else None,
        **same,
    }
    yield resource(
        plan,
        "autoscaling.k8s.io/v1",
        "VerticalPodAutoscaler",
        own.get("name", plan.name),
        {"spec": {key: value for key, value in spec.items() if value is not None}},
    )
