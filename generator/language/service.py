"""The Services in front of the pods."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name, renamed
from generator.language.types import Field, boolean, described, either, kubernetes, map_of, named, port_number, string

_PORTS = named(either(port_number(), kubernetes("ServicePort", without=("name",))), "port-name")


def _port(value: Json) -> Json:
    return {"port": value} if isinstance(value, int) else value


def _service(value: Json) -> Json:
    if isinstance(value, dict) and "ports" in value:
        return {**value, "ports": by_name(value["ports"], _port)}
    return value


def _single(value: Json) -> JsonMap:
    return {"service": _service(value)}


_SERVICE = kubernetes(
    "ServiceSpec",
    name=described("The Service's name; the service's by default.", string("service-name")),
    enabled=described("Whether there is a Service at all.", boolean()),
    headless=described("Short for `clusterIP: None`.", boolean()),
    annotations=described("Annotations of the Service only.", map_of(string(), "label-key")),
    labels=described("Labels of the Service only.", map_of(string("label-value"), "label-key")),
    ports=described("Ports by name, in place of those that follow from the container's ports.", _PORTS),
)

FIELDS = (
    Field(
        "service",
        _SERVICE,
        "The Service in front of the pods, with all fields of Kubernetes' own. There is one when there is a port.",
        {"type": "LoadBalancer", "annotations": {"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"}},
        default={"enabled": True},
        expand=_single,
    ),
    Field(
        "services",
        named(_SERVICE, "service-name"),
        "More Services for the same pods, by name.",
        {"orders-metrics": {"ports": {"metrics": 9090}}},
        expand=renamed("services", _service),
    ),
)
