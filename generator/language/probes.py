"""Health: one path for both probes, or each probe in Kubernetes' own form."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
from generator.language.types import Field, described, either, integer, kubernetes, port_number, string

HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
PROBES = ("livenessProbe", "readinessProbe", "startupProbe")

_SHORT: JsonMap = {
    "path": described(
        "Short for `httpGet.path`; the port is the container's `http`, or else its first one.", string("absolute-path")
    ),
    "port": described(
        "Short for `httpGet.port`, with `path`; for `tcpSocket.port` without.",
        either(port_number(), string("port-name")),
    ),
}
PROBE = either(string("absolute-path"), kubernetes("Probe", path=_SHORT["path"], port=_SHORT["port"]))


def probe(value: Json) -> Json:
    """A path, `path` and `port`, or a probe of Kubernetes -> a probe whose `httpGet` may still lack its port."""
    if isinstance(value, str):
        value = {"path": value}
    if not isinstance(value, dict):
        return value
    full: JsonMap = {key: item for key, item in value.items() if key not in ("path", "port")}
    port = {"port": value["port"]} if "port" in value else {}
    if "path" in value:
        full["httpGet"] = {"path": value["path"], **port, **full.get("httpGet", {})}
    elif port:
        full["tcpSocket"] = port
    return one_of(full, HANDLERS)


def _health(value: Json) -> JsonMap:
    return {"livenessProbe": probe(value), "readinessProbe": probe(value)}


def _expand(name: str) -> Field:
    what = {
        "livenessProbe": "Restarts the container when it fails.",
        "readinessProbe": "Takes the pod out of its Services while it fails.",
        "startupProbe": "Holds the other probes back until it has passed once.",
    }[name]
    return Field(
        name,
        PROBE,
        f"{what} A path, or Kubernetes' own form. Where it names no port, that is the container's `http`, or else its "
        "first one.",
        {"path": "/health", "initialDelaySeconds": 30},
        expand=lambda value: {name: probe(value)},
    )


FIELDS = (
    Field(
        "health",
        PROBE,
        "Short for a liveness and a readiness probe alike.",
        "/health",
        expand=_health,
    ),
    *(_expand(name) for name in PROBES),
    Field(
        "terminationGracePeriodSeconds",
        integer(),
        "How long the pod may take to stop before it is killed.",
        45,
    ),
)
