"""What a service needs from others, and who may talk to it."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import (
    Field,
    Reach,
    array,
    boolean,
    described,
    either,
    fields,
    kubernetes,
    port_number,
    string,
)


def _depends_on(value: Json) -> JsonMap:
    if not isinstance(value, list):
        return {"dependsOn": value}
    return {"dependsOn": [{"service": item} if isinstance(item, str) else item for item in value]}


def _policy(value: Json) -> JsonMap:
    return {"networkPolicy": {"enabled": value} if isinstance(value, bool) else value}


FIELDS = (
    Field(
        "dependsOn",
        array(
            either(
                string("dns-label"),
                fields(
                    service=described("A service of this catalog.", string("dns-label")),
                    namespace=described(
                        "Another namespace of the cluster, such as `observability`.", string("dns-label")
                    ),
                    cidr=described("An address range outside the cluster, such as `10.20.0.0/16`.", string("cidr")),
                    ports=described(
                        "The ports, by name (of that service) or number; all of its ports by default.",
                        array(either(port_number(), string("port-name"))),
                    ),
                ),
            )
        ),
        "What the service talks to: services of this catalog by name, other namespaces of the cluster, and address "
        "ranges outside of it. "
        "It is checked, and turned into network policy on both sides.",
        [
            "postgres",
            {"service": "redis", "ports": ["redis"]},
            {"namespace": "observability", "ports": [4317]},
            {"cidr": "10.20.0.0/16", "ports": [443]},
        ],
        expand=_depends_on,
        reach=Reach.SERVICE,
    ),
    Field(
        "networkPolicy",
        either(
            boolean(),
            fields(
                enabled=described("Whether there is a policy at all.", boolean()),
                ingress=described(
                    "More rules for who may connect, in Kubernetes' own form.",
                    array(kubernetes("NetworkPolicyIngressRule")),
                ),
                egress=described(
                    "More rules for where to connect, in Kubernetes' own form.",
                    array(kubernetes("NetworkPolicyEgressRule")),
                ),
            ),
        ),
        "The NetworkPolicy of the pods: traffic that `dependsOn`, `expose` and `metrics` of the services declare, and "
        "nothing else. `true`, `false`, or further rules.",
        True,
        default={"enabled": True},
        expand=_policy,
        reach=Reach.SERVICE,
    ),
)
