"""Names, labels and annotations that every resource of a service shares."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan

IDENTITY = ("app.kubernetes.io/component", "app.kubernetes.io/name")
"""The labels that tell the Services of one workload from all others."""


def resource(
    plan: ServicePlan,
    api_version: str,
    kind: str,
    name: str,
    body: JsonMap,
    *,
    labels: JsonMap | None = None,
    annotations: JsonMap | None = None,
    hashed: bool = False,
) -> Resource:
    """A resource with the service's labels and annotations; `body` is what stands beside `metadata`."""
    metadata: JsonMap = {"name": name, "labels": {**common_labels(plan), **(labels or {})}}
    notes = {**plan.spec.get("annotations", {}), **(annotations or {})}
    if notes:
        metadata["annotations"] = notes
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": metadata, **body}, hashed=hashed)


def common_labels(plan: ServicePlan) -> JsonMap:
    component = {"app.kubernetes.io/component": plan.component} if plan.component else {}
    return {
        **component,
        "app.kubernetes.io/name": plan.service,
        "app.kubernetes.io/part-of": plan.environment.platform,
        **plan.spec.get("labels", {}),
    }


def pod_labels(plan: ServicePlan) -> JsonMap:
    return {**common_labels(plan), **plan.spec.get("podLabels", {}), **plan.selector}
