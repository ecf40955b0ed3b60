"""What a service needs from others, and who may talk to it."""

from __future__ import annotations

import json

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
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
from generator.model.merge import Named

_PORT_FIELDS = fields(port=port_number(), endPort=port_number(), protocol=enum("TCP", "UDP", "SCTP"))


KINDS = ("service", "namespace", "cidr", "host")
"""What a dependency can be: one of these."""


def _depends_on(value: Json) -> JsonMap:
    if isinstance(value, list):
        items = [{"service": item} if isinstance(item, str) else item for item in value]
        named = {_key(item): one_of(item, KINDS) for item in items}
        return {"dependsOn": Named(named, tuple(named))}
    if isinstance(value, dict):
        return {"dependsOn": Named({name: _dependency(name, item) for name, item in value.items()})}
    return {"dependsOn": value}


def _key(item: JsonMap) -> str:
    """A service's name, `namespace/NAME` and the like for what is none; with the pods where only some are meant."""
    kind = next((kind for kind in KINDS if item.get(kind)), "")
    pods = json.dumps(item["podSelector"], sort_keys=True) if item.get("podSelector") else ""
    return str(item["service"]) if kind == "service" else f"{kind}/{item.get(kind, '')}{pods}"


def _dependency(name: str, item: Json) -> Json:
    """An entry of a map: its name is the service's, unless it says what else it is."""
    if isinstance(item, list):
        item = {"ports": item}
    if not isinstance(item, dict):
        return item
    return one_of(item if any(kind in item for kind in KINDS) else {"service": name, **item}, KINDS)


_PORT = either(port_number(), string("port-name"), _PORT_FIELDS)
_DEPENDENCY = fields(
    service=described("A service of this catalog.", string("dns-label")),
    namespace=described("Another namespace of the cluster, such as `observability`.", string("dns-label")),
    podSelector=described(
        "Which pods of that namespace, in Kubernetes' own form; all of them by default.",
        kubernetes("LabelSelector"),
    ),
    cidr=described("An address range outside the cluster, such as `10.20.0.0/16`.", string("cidr")),
    **{"except": described("Ranges within it that stay closed.", array(string("cidr")))},
    host=described(
        "A host outside of the cluster. A NetworkPolicy knows no names, so its `ports` are opened to every address: "
        "name a `cidr` where the host has a fixed one.",
        string("host"),
    ),
    ports=described(
        "The ports, by name (of that service) or number, or as `port`, `endPort` and `protocol`; all of its ports by "
        "default.",
        array(_PORT),
    ),
)


def _policy(value: Json) -> JsonMap:
    return {"networkPolicy": {"enabled": value} if isinstance(value, bool) else value}


FIELDS = (
    Field(
        "dependsOn",
        either(
            map_of(either(array(_PORT), _DEPENDENCY)),
            array(either(string("dns-label"), _DEPENDENCY), **{"x-unique": [*KINDS, "podSelector"]}),
        ),
        "What the service talks to: services of this catalog by name (its own, where its pods talk to one another), "
        "other namespaces of the cluster, and hosts or address ranges outside of it. A list, or a map by the name of "
        "the service or by any name; an environment adds to it, and null in a map takes one away. It is checked, and "
        "turned into network policy on both sides.",
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
                derived=described(
                    "Whether it lets through DNS and what the services declare; with `false` it has "
                    "its own rules only.",
                    boolean(),
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
