"""ServiceMonitor of the Prometheus operator."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources import service
from generator.resources.metadata import identity
from generator.resources.monitor import endpoints, is_found_via, monitor


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if is_found_via(plan, "service"):
        found = [_once(plan, endpoint) for endpoint in endpoints(plan).values()]
        yield monitor(plan, "ServiceMonitor", {"endpoints": found}, identity(plan))


def _once(plan: ServicePlan, endpoint: JsonMap) -> JsonMap:
    """The endpoint without the other Services that lead to the same port, so that each pod is scraped once."""
    _, *others = [front.name for front in service.fronts(plan) if endpoint.get("port") in front.ports] or [""]
    if not others:
        return endpoint
    drop = {"action": "drop", "sourceLabels": ["__meta_kubernetes_service_name"], "regex": "|".join(others)}
    return {**endpoint, "relabelings": [drop, *endpoint.get("relabelings", [])]}
