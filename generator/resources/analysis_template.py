"""AnalysisTemplate (Argo Rollouts): one for each of the service's analyses."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name, own in plan.spec.get("analysis", {}).items():
        spec: JsonMap = {key: value for key, value in own.items() if key != "name"}
        if "args" in own:
            spec["args"] = [{"name": arg, **value} for arg, value in own["args"].items()]
        if "metrics" in own:
            spec["metrics"] = [{"name": metric, **_measured(plan, value)} for metric, value in own["metrics"].items()]
        yield resource(plan, "argoproj.io/v1alpha1", "AnalysisTemplate", name_of(plan, name), {"spec": spec})


def name_of(plan: ServicePlan, analysis: str) -> str:
    name: str = plan.spec["analysis"][analysis].get("name", f"{plan.stem}-{analysis}")
    return name


def _measured(plan: ServicePlan, metric: JsonMap) -> JsonMap:
    """The metric with the environment's Prometheus, where it asks one and does not say which."""
    prometheus = metric.get("provider", {}).get("prometheus")
    if prometheus is None or "address" in prometheus or not plan.environment.prometheus:
        return metric
    provider = {**metric["provider"], "prometheus": {"address": plan.environment.prometheus, **prometheus}}
    return {**metric, "provider": provider}
