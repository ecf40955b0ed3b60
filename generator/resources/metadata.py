"""Names, labels and annotations that every resource of a service shares."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.model.plan import MAIN, Resource, ServicePlan, component_of, labels_of_pods

COMPONENT = "app.kubernetes.io/component"
IDENTITY = (COMPONENT, "app.kubernetes.io/name")
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


def workload_metadata(plan: ServicePlan, annotations: JsonMap | None = None) -> JsonMap:
    """What a workload has beside the labels and annotations of all resources, as arguments of `resource`."""
    own = {name: plan.spec.get(f"workload{name.title()}", {}) for name in ("labels", "annotations")}
    return {**own, "annotations": {**(annotations or {}), **own["annotations"]}}


def common_labels(plan: ServicePlan) -> JsonMap:
    labels: JsonMap = plan.spec.get("labels", {})
    if plan.component or labels.get(COMPONENT) != component_of(MAIN, plan.spec):
        return labels
    # What the workloads share belongs to none of them.
    return {key: value for key, value in labels.items() if key != COMPONENT}


def identity(plan: ServicePlan) -> JsonMap:
    """The labels by which the Services of one workload are found. Where all were dropped, those that find nothing."""
    labels = common_labels(plan)
    return {name: labels[name] for name in IDENTITY if name in labels} or labels or plan.selector


def pod_labels(plan: ServicePlan) -> JsonMap:
    return labels_of_pods(common_labels(plan), plan.spec.get("podLabels", {}), plan.selector)
