"""What Prometheus scrapes."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, boolean, described, either, fields, map_of, string


def _expand(value: Json) -> JsonMap:
    if isinstance(value, bool):
        return {"metrics": {} if value else None}
    return {"metrics": {"path": value} if isinstance(value, str) else value}


FIELDS = (
    Field(
        "metrics",
        either(
            boolean(),
            string("absolute-path"),
            fields(
                path=described("The path; `/metrics` by default.", string("absolute-path")),
                port=described(
                    "The name of a Service's port: by default `metrics`, or else `http`, or else the first one.",
                    string("port-name"),
                ),
                interval=described("How often, as a duration.", string("prometheus-duration")),
                scrapeTimeout=described("When a scrape has failed, as a duration.", string("prometheus-duration")),
                labels=described(
                    "Labels by which a Prometheus finds the monitor.", map_of(string("label-value"), "label-key")
                ),
            ),
        ),
        "A ServiceMonitor of the Prometheus operator for the service's metrics: `true`, a path, or its fields.",
        {"path": "/metrics", "interval": "30s"},
        expand=_expand,
    ),
)
