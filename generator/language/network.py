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
    enum,
    fields,
    kubernetes,
    map_of,
    port_number,
    string,
)

_PORT_FIELDS = fields(port=port_number(), endPort=port_number(), protocol=enum("TCP", "UDP", "SCTP"))


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
                    podSelector=described(
                        "Which pods of that namespace, in Kubernetes' own form; all of them by default.",
                        kubernetes("LabelSelector"),
                    ),
                    cidr=described("An address range outside the cluster, such as `10.20.0.0/16`.", string("cidr")),
                    **{"except": described("Ranges within it that stay closed.", array(string("cidr")))},
                    host=described(
                        "A host outside of the cluster. A NetworkPolicy knows no names, so its `ports` are opened to "
                        "every address: name a `cidr` where the host has a fixed one.",
                        string("host"),
                    ),
                    ports=described(
                        "The ports, by name (of that service) or number, or as `port`, `endPort` and `protocol`; all "
                        "of its ports by default.",
                        array(either(port_number(), string("port-name"), _PORT_FIELDS)),
                    ),
                ),
            )
        ),
        "What the service talks to: services of this catalog by name (its own, where its pods talk to one another), "
        "other namespaces of the cluster, and hosts or address ranges outside of it. "
        "It is checked, and turned into network policy on both sides.",
        [
            "postgres",
            {"service": "redis", "ports": ["redis"]},
            {"namespace": "observability", "ports": [4317]},
            {"cidr": "10.20.0.0/16", "except": ["10.20.9.0/24"], "ports": [{"port": 8000, "endPort": 8100}]},
            {"host": "api.stripe.com", "ports": [443]},
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
                name=described("The policy's name; the service's by default.", string("dns-subdomain")),
                labels=described("Labels of the policy only.", map_of(string("label-value"), "label-key")),
                annotations=described("Annotations of the policy only.", map_of(string(), "label-key")),
                podSelector=described(
                    "The pods that it is for, in Kubernetes' own form; those of the service by default.",
                    kubernetes("LabelSelector"),
                ),
                policyTypes=described(
                    "`[Ingress, Egress]` by default. With `[Ingress]` pods may connect to anything.",
                    array(enum("Ingress", "Egress")),
                ),
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
        "The NetworkPolicy of the pods: traffic that `dependsOn`, `expose`, routes and `metrics` of the services "
        "declare, what a Service or `hostPort` opens to the outside, and nothing else. `true`, `false`, or further "
        "rules.",
        {"ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "legacy"}}}], "ports": [{"port": 8080}]}]},
        default={"enabled": True},
        expand=_policy,
        reach=Reach.SERVICE,
    ),
)
