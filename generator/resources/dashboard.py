"""ConfigMap: the `dashboards` of a service, one each, as the sidecar of Grafana's chart takes them up."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    grafana = plan.spec.get("grafana", {})
    for name, item in plan.spec.get("dashboards", {}).items():
        labels = {**grafana.get("labels", {"grafana_dashboard": "1"}), **item.get("labels", {})}
        folder = item.get("folder", grafana.get("folder"))
        placed = {grafana.get("folderAnnotation", "grafana_folder"): folder} if folder else {}
        notes = {**placed, **item.get("annotations", {})}
        title, body = item.get("name", f"{plan.stem}-{name}"), {"data": data_of(plan, name, item)}
        yield resource(plan, "v1", "ConfigMap", title, body, labels=labels, annotations=notes)


def data_of(plan: ServicePlan, name: str, item: JsonMap) -> JsonMap:
    return {f"{name}.json": plan.files.get(item.get("from", ""), "")}
