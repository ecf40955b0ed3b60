"""ConfigMap: the `dashboards` of a service, one each, as the sidecar of Grafana's chart takes them up."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    grafana = plan.spec.get("grafana", {})
    for name, item in plan.spec.get("dashboards", {}).items():
        labels = {**grafana.get("labels", {"grafana_dashboard": "1"}), **item.get("labels", {})}
        folder = item.get("folder", grafana.get("folder"))
        placed = {grafana.get("folderAnnotation", "grafana_folder"): folder} if folder else {}
        notes = {**placed, **item.get("annotations", {})}
        title, text = item.get("name", f"{plan.stem}-{name}"), plan.files.get(item.get("from", ""), "")
        body = {"data": {f"{name}.json": text}}
        yield resource(plan, "v1", "ConfigMap", title, body, labels=labels, annotations=notes)
