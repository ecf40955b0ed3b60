"""The Services in front of the pods."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name, renamed
from generator.language.ports import NAMED
from generator.language.types import (
    Field,
    array,
    boolean,
    described,
    either,
    enum,
    kubernetes,
    map_of,
    named,
    port_number,
    string,
)

_PORT = kubernetes(
    "ServicePort",
    without=("name",),
    port=port_number(),
    nodePort=described("The port of every node; the cluster's choice by default.", port_number()),
    named=NAMED,
    protocol=enum("TCP", "UDP", "SCTP"),
)
_PORTS = named(either(port_number(), _PORT), "port-name")


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
    name=described(
        "The Service's name: by default the service's, or its own under `services`.", string("service-name")
    ),
    enabled=described("Whether there is a Service at all.", boolean()),
    headless=described("Short for `clusterIP: None`.", boolean()),
    annotations=described("Annotations of the Service only.", map_of(string(), "label-key")),
    labels=described("Labels of the Service only.", map_of(string("label-value"), "label-key")),
    ports=described(
        "Ports by name, in place of those that follow from the container's ports. What one does not say (`port`, "
        "`targetPort`, `protocol`), the container's port of the same name does.",
        _PORTS,
    ),
    type=described(
        "`ClusterIP` by default. With `NodePort` and `LoadBalancer` the pods' policy lets everybody in, but to those "
        "ports only.",
        enum("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    ),
    externalName=described("The host that an `ExternalName` stands for. Placeholders are replaced.", string("host")),
    externalTrafficPolicy=enum("Cluster", "Local"),
    internalTrafficPolicy=enum("Cluster", "Local"),
    sessionAffinity=enum("ClientIP", "None"),
    ipFamilyPolicy=enum("SingleStack", "PreferDualStack", "RequireDualStack"),
    ipFamilies=array(enum("IPv4", "IPv6")),
    loadBalancerSourceRanges=described(
        "The address ranges that a `LoadBalancer` lets in. The pods' policy knows them too where "
        "`externalTrafficPolicy: Local` keeps the client's address.",
        array(string("cidr")),
    ),
    trafficDistribution=enum("PreferClose", "PreferSameZone", "PreferSameNode"),
)

FIELDS = (
    Field(
        "service",
        _SERVICE,
        "The Service in front of the pods, with all fields of Kubernetes' own. There is one when there is a port. With "
        "`kind: None` it is in front of all further workloads.",
        {"type": "LoadBalancer", "annotations": {"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"}},
        default={"enabled": True},
        expand=_single,
    ),
    Field(
        "services",
        named(_SERVICE, "service-name"),
        "More Services for the same pods, by name.",
        {
            "orders-metrics": {"ports": {"metrics": 9090}},
            "orders-nodes": {"type": "NodePort", "ports": {"http": {"nodePort": 30080}}},
        },
        expand=renamed("services", _service),
    ),
)
