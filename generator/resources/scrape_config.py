"""ConfigMap: a scrape configuration for a Prometheus that is configured by files.

The file can be one of its `scrape_config_files`, or all of its configuration
(https://prometheus.io/docs/prometheus/latest/configuration/configuration/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.model.merge import finish, merge
from generator.model.plan import Resource, ServicePlan
from generator.resources import service
from generator.resources.metadata import resource
from generator.resources.monitor import endpoints, is_found_via, is_of_pods, target

_NAMES = {
    "interval": "scrape_interval",
    "path": "metrics_path",
    "relabelings": "relabel_configs",
    "metricRelabelings": "metric_relabel_configs",
    "enableHttp2": "enable_http2",
}
"""What the operator calls otherwise than Prometheus does, beyond writing it in camel case."""

OF_OPERATOR = ("authorization", "basicAuth", "bearerTokenSecret", "oauth2", "proxyConnectHeader", "tlsConfig")
"""Fields of an endpoint that the operator reads from Secrets; a file of Prometheus names other files instead."""

_OF_JOB = (
    "bodySizeLimit",
    "keepDroppedTargets",
    "labelLimit",
    "labelNameLengthLimit",
    "labelValueLengthLimit",
    "nativeHistogramBucketLimit",
    "nativeHistogramMinBucketFactor",
    "sampleLimit",
    "scrapeProtocols",
    "targetLimit",
)
"""Fields of a monitor that Prometheus has for each job."""

_META = "__meta_kubernetes_"


def emit(plan: ServicePlan) -> Iterator[Resource]:
    if not is_found_via(plan, "scrapeConfig"):
        return
    own = plan.spec["metrics"].get("scrapeConfig", {})
    text = plan.files.get(own["from"], "") if "from" in own else _generated(plan, own)
    body = {"data": {own.get("key", f"{plan.name}.yml"): text}}
    name, labels, notes = own.get("name", f"{plan.name}-scrape-config"), own.get("labels"), own.get("annotations")
    yield resource(plan, "v1", "ConfigMap", name, body, labels=labels, annotations=notes)


def _generated(plan: ServicePlan, own: JsonMap) -> str:
    from generator.data_files import as_yaml

    jobs = [_job(plan, name, endpoint, own.get("job", {})) for name, endpoint in endpoints(plan).items()]
    whole = {"global": own["global"]} if "global" in own else {}
    return as_yaml.serialise({**whole, "scrape_configs": jobs})


def _job(plan: ServicePlan, name: str, endpoint: JsonMap, given: JsonMap) -> JsonMap:
    fields = {
        key: value
        for key, value in endpoint.items()
        if key not in ("port", "targetPort", "portNumber", "filterRunning", *OF_OPERATOR)
    }
    own = plan.spec["metrics"]
    converted: JsonMap = _of_prometheus({**fields, **{key: own[key] for key in _OF_JOB if key in own}})
    discovered = {
        "role": "pod" if is_of_pods(plan) else "endpointslice",
        "namespaces": {"names": [plan.environment.namespace]},
    }
    relabel = [
        *(_of_pods if is_of_pods(plan) else _of_service)(plan, endpoint),
        {"source_labels": [f"{_META}namespace"], "target_label": "namespace"},
        {"source_labels": [f"{_META}pod_name"], "target_label": "pod"},
        *converted.pop("relabel_configs", []),
    ]
    job = {**converted, "kubernetes_sd_configs": [discovered], "relabel_configs": relabel}
    merged: JsonMap = finish(merge(job, given))
    title = merged.pop("job_name", f"{plan.environment.namespace}/{plan.name}")
    return {"job_name": f"{title}/{name}" if name else title, **merged}


def _of_service(plan: ServicePlan, endpoint: JsonMap) -> Iterator[JsonMap]:
    """Keeps the endpoints of the first Service that has the port."""
    fronts = list(service.fronts(plan))
    name = next((front.name for front in fronts if endpoint.get("port") in front.ports), fronts[0].name)
    yield _keep({"service_name": name, **_port(endpoint, "endpointslice_port_name")})


def _of_pods(plan: ServicePlan, endpoint: JsonMap) -> Iterator[JsonMap]:
    """Keeps the pods of the workload that run, with this port."""
    labels = {f"pod_label_{re.sub('[^a-zA-Z0-9_]', '_', key)}": value for key, value in plan.selector.items()}
    yield _keep({**labels, **_port(endpoint, "pod_container_port_name")})
    yield {"action": "drop", "source_labels": [f"{_META}pod_phase"], "regex": "Pending|Succeeded|Failed"}


def _port(endpoint: JsonMap, label: str) -> JsonMap:
    wanted = target(endpoint)
    if wanted is None:
        return {label: endpoint["port"]}
    return {f"pod_container_port_{'number' if isinstance(wanted, int) else 'name'}": wanted}


def _keep(values: JsonMap) -> JsonMap:
    regex = ";".join(str(value).replace(".", r"\.") for value in values.values())
    return {"action": "keep", "source_labels": [f"{_META}{name}" for name in values], "regex": regex}


def _of_prometheus(value: Json) -> Json:
    """The names of the operator -> those of Prometheus; the keys of `params` and the like are the writer's own."""
    if isinstance(value, list):
        return [_of_prometheus(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        _NAMES.get(key) or re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", key): (
            item if key == "params" else _of_prometheus(item)
        )
        for key, item in value.items()
    }
