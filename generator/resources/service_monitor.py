"""ServiceMonitor of the Prometheus operator."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.plan import Resource, ServicePlan, usual_port
from generator.resources import service
from generator.resources.metadata import IDENTITY, common_labels, resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    own = plan.spec.get("metrics")
    if own is None or not service.every_port(plan):
        return
    endpoint = {"port": port_of(plan), "path": own.get("path", "/metrics")}
    endpoint.update((key, own[key]) for key in ("interval", "scrapeTimeout") if key in own)
    selector = {"matchLabels": {name: common_labels(plan)[name] for name in IDENTITY}}
    body = {"spec": {"endpoints": [endpoint], "selector": selector}}
    yield resource(plan, "monitoring.coreos.com/v1", "ServiceMonitor", plan.name, body, labels=own.get("labels"))


def port_of(plan: ServicePlan) -> str | None:
    """The name of the port that is scraped, a port of any of the service's Services."""
    ports = service.every_port(plan)
    name: str | None = plan.spec["metrics"].get("port")
    return name or ("metrics" if "metrics" in ports else usual_port(ports))
