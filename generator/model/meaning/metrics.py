"""Metrics that Prometheus cannot find, or not as they are described."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import Path
from generator.language.monitoring import OWN
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import monitor
from generator.resources.promql import seconds
from generator.resources.scrape_config import OF_OPERATOR

_OF_ANNOTATIONS = ("path", "port", "portNumber", "scheme")


def check(plan: ServicePlan) -> Iterator[Fault]:
    own = plan.spec.get("metrics")
    if own is None:
        return
    if not monitor.has_ports(plan):
        pods = monitor.is_of_pods(plan)
        message = "there is no port to scrape" if pods else "a ServiceMonitor needs a Service with a port"
        hint = "add `port:` or `ports:`" if pods or not monitor.pod_ports(plan) else "write `via: pod`"
        yield Fault("metrics-without-port", ("metrics",), message, hint, own=True, reads=("ports", "service"))
        return
    yield from _endpoints(plan)
    yield from _scrape_config(plan)
    if own.get("via") == "annotations" and len(own.get("endpoints", {})) > 1:
        message = "annotations can name one endpoint only"
        yield Fault("too-many-endpoints", ("metrics", "endpoints"), message, "keep one, or write `via: pod`")
    for field in own:
        if field not in OWN and field not in _OF_ANNOTATIONS and own.get("via") == "annotations":
            message = f"annotations cannot say `{field}`"
            hint = "remove it, or write `via: pod`"
            yield Fault("metrics-field-without-effect", ("metrics", field), message, hint, own=True)
        if (
            field in OF_OPERATOR
            and "scrapeConfig" in (own.get("via"), *own)
            and "from" not in own.get("scrapeConfig", {})
        ):
            message = f"only the Prometheus operator reads `{field}`, from a Secret"
            hint = "name a file of Prometheus' own under `scrapeConfig.job`"
            yield Fault("metrics-field-without-effect", ("metrics", field), message, hint, own=True)


def _scrape_config(plan: ServicePlan) -> Iterator[Fault]:
    """The faults of a scrape configuration that is written by hand."""
    path = plan.spec["metrics"].get("scrapeConfig", {}).get("from")
    if path not in plan.files:
        return
    from generator.data_files import as_yaml
    from generator.data_files.errors import Unreadable

    field: Path = ("metrics", "scrapeConfig", "from")
    try:
        jobs = as_yaml.parse(plan.files[path]).get("scrape_configs")
    except Unreadable as error:
        at = (path, error.line, error.column)
        yield Fault("invalid-scrape-config", field, error.message, error.hint, at=at)
        return
    if not jobs:
        message = f"there are no `scrape_configs` in {path}"
        yield Fault("invalid-scrape-config", field, message, "write them as Prometheus has them, or remove the line")


def _endpoints(plan: ServicePlan) -> Iterator[Fault]:
    known = monitor.ports_of(plan)
    several = "endpoints" in plan.spec["metrics"]
    for name, endpoint in monitor.endpoints(plan).items():
        field: Path = ("metrics", "endpoints", name) if several else ("metrics",)
        own = plan.spec["metrics"]["endpoints"][name] if several else plan.spec["metrics"]
        port = endpoint.get("port")
        if port is not None and port not in known:
            whose = "the pod" if monitor.is_of_pods(plan) else "the Service"
            hint = did_you_mean(port, known) or f"its ports are {', '.join(known)}"
            place = (*field, "port") if "port" in own else field
            yield Fault("unknown-port", place, f'{whose} has no port "{port}"', hint, reads=("ports", "service"))
        interval, timeout = endpoint.get("interval"), endpoint.get("scrapeTimeout")
        if interval and timeout and seconds(timeout) > seconds(interval):
            message = f"a scrape may take {timeout}, longer than the interval of {interval}"
            place = (*field, "scrapeTimeout") if "scrapeTimeout" in own else field
            yield Fault("timeout-above-interval", place, message, "make the timeout the shorter one")
