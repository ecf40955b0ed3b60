"""What Prometheus scrapes, and how it finds that."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import (
    Field,
    boolean,
    custom,
    described,
    either,
    enum,
    fields,
    map_of,
    named,
    port_number,
    string,
)

_KIND = "monitoring.coreos.com/v1/ServiceMonitor"

_ENDPOINT = {
    "path": described("The path; `/metrics` by default.", string("absolute-path")),
    "port": described(
        "The name of a port of the Service (or of the pod): by default `metrics`, or else `http`, or else the first.",
        string("port-name"),
    ),
    "portNumber": described("The number of a port that its container gives no name.", port_number()),
    "interval": described("How often, as a duration.", string("prometheus-duration")),
    "scrapeTimeout": described("When a scrape has failed, as a duration.", string("prometheus-duration")),
}

OF_MONITOR = (
    "attachMetadata",
    "bodySizeLimit",
    "convertClassicHistogramsToNHCB",
    "fallbackScrapeProtocol",
    "jobLabel",
    "keepDroppedTargets",
    "labelLimit",
    "labelNameLengthLimit",
    "labelValueLengthLimit",
    "namespaceSelector",
    "nativeHistogramBucketLimit",
    "nativeHistogramMinBucketFactor",
    "podTargetLabels",
    "sampleLimit",
    "scrapeClass",
    "scrapeClassicHistograms",
    "scrapeProtocols",
    "selector",
    "selectorMechanism",
    "targetLabels",
    "targetLimit",
)
"""Fields of a monitor's spec, beside its endpoints."""

OWN = ("via", "name", "labels", "annotations", "endpoints", "scrapeConfig", *OF_MONITOR)
"""The fields of `metrics` that are not those of an endpoint."""

_SCRAPE_CONFIG = fields(
    name=described("The ConfigMap's name; the workload's with `-scrape-config` by default.", string("dns-subdomain")),
    key=described("The file's name in it; the workload's with `.yml` by default.", string("config-key")),
    labels=described("Labels by which a sidecar finds the ConfigMap.", map_of(string("label-value"), "label-key")),
    annotations=described("Its annotations.", map_of(string(), "label-key")),
    **{
        "from": described(
            "The path of a file beside the catalog file that is all of it, instead of what follows from the endpoints.",
            string("relative-path"),
        )
    },
    job=described("Fields of the scrape job, in Prometheus' own form, over those that follow.", {"type": ["object"]}),
    **{
        "global": described(
            "Prometheus' global settings, where the file is all of its configuration.", {"type": ["object"]}
        )
    },
)


def _expand(value: Json) -> JsonMap:
    if isinstance(value, bool):
        return {"metrics": {} if value else None}
    if isinstance(value, str):
        return {"metrics": {"path": value}}
    if not isinstance(value, dict):
        return {"metrics": value}
    expanded = dict(value)
    if "endpoints" in value:
        expanded["endpoints"] = by_name(value["endpoints"], _endpoint)
    if isinstance(value.get("scrapeConfig"), bool):
        expanded["scrapeConfig"] = {} if value["scrapeConfig"] else None
    return {"metrics": expanded}


def _endpoint(value: Json) -> Json:
    return {"path": value} if isinstance(value, str) else value


FIELDS = (
    Field(
        "metrics",
        either(
            boolean(),
            string("absolute-path"),
            custom(
                _KIND,
                "spec.endpoints[]",
                without=(),
                **_ENDPOINT,
                via=described(
                    "How Prometheus finds it: `service` (a ServiceMonitor, the default where there is a Service), "
                    "`pod` (a PodMonitor, the default where there is none, and where a Rollout has two), `annotations` "
                    "(`prometheus.io/scrape` and the like on the pods, for a Prometheus without the operator), or "
                    "`scrapeConfig` alone.",
                    enum("service", "pod", "annotations", "scrapeConfig"),
                ),
                name=described("The monitor's name; the workload's by default.", string("dns-subdomain")),
                labels=described(
                    "Labels by which a Prometheus finds the monitor.", map_of(string("label-value"), "label-key")
                ),
                annotations=described("Annotations of the monitor.", map_of(string(), "label-key")),
                endpoints=described(
                    "Several endpoints by the name of their port, where one is not enough: a path, or the same fields "
                    "as here. What stands beside `endpoints` holds for all of them.",
                    named(
                        either(string("absolute-path"), custom(_KIND, "spec.endpoints[]", without=(), **_ENDPOINT)),
                        "port-name",
                    ),
                ),
                scrapeConfig=described(
                    "A scrape configuration of Prometheus in a ConfigMap, for one that is configured by files.",
                    either(boolean(), _SCRAPE_CONFIG),
                ),
                **{field: custom(_KIND, f"spec.{field}") for field in OF_MONITOR},
            ),
        ),
        "What Prometheus scrapes: `true`, a path, or the fields of an endpoint (and of the monitor itself) as the "
        "Prometheus operator has them.",
        {"path": "/metrics", "interval": "30s"},
        expand=_expand,
    ),
)
