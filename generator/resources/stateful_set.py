"""StatefulSet."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources import claim, service
from generator.resources.workload import replicas, workload


def emit(plan: ServicePlan) -> Iterator[Resource]:
    spec = plan.spec
    if spec["kind"] == "StatefulSet":
        fields = {
            "replicas": replicas(plan),
            "serviceName": service.governing(plan),
            "updateStrategy": spec.get("strategy"),
            "volumeClaimTemplates": claim.templates(plan) or None,
        }
        same = (
            "podManagementPolicy",
            "minReadySeconds",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
        )
        yield workload(plan, "StatefulSet", {**fields, **{field: spec.get(field) for field in same}})
