"""Routes of the Gateway API."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import (
    Field,
    Reach,
    array,
    custom,
    described,
    either,
    fields,
    map_of,
    named,
    port_number,
    string,
)
from generator.model.merge import Named

_GROUP = "gateway.networking.k8s.io/v1"
_NAME = string("dns-subdomain")
_SHORT = ("name", "namespace", "sectionName", "port")


def _parents(kind: str) -> JsonMap:
    return array(custom(f"{_GROUP}/{kind}", "spec.parentRefs[]"))


def _backend(kind: str, path: str) -> JsonMap:
    filters = {"filters": _filters(kind, f"{path}.filters[]")} if path.endswith("backendRefs[]") else {}
    more: JsonMap = {
        **filters,
        "service": described(
            "A Service in place of `name`: of this service's own, by name or by key under `services`, or the main one "
            "of another service of the catalog.",
            string("dns-label"),
        ),
        "port": described(
            "The Service's port, by name or number; by default `http`, or else its first one.",
            either(port_number(), string("port-name")),
        ),
    }
    return custom(f"{_GROUP}/{kind}", path, without=(), **more)


def _filters(kind: str, path: str) -> JsonMap:
    mirror = custom(
        f"{_GROUP}/{kind}",
        f"{path}.requestMirror",
        backendRef=_backend(kind, f"{path}.requestMirror.backendRef"),
    )
    return array(custom(f"{_GROUP}/{kind}", path, requestMirror=mirror))


def _route(kind: str) -> JsonMap:
    rule = custom(
        f"{_GROUP}/{kind}",
        "spec.rules[]",
        filters=_filters(kind, "spec.rules[].filters[]"),
        backendRefs=array(_backend(kind, "spec.rules[].backendRefs[]")),
    )
    return custom(
        f"{_GROUP}/{kind}",
        "spec",
        name=described(f"The {kind}'s name; by default the service's with this one after it.", _NAME),
        labels=described("Labels of the route only.", map_of(string("label-value"), "label-key")),
        annotations=described("Annotations of the route. Placeholders are replaced.", map_of(string(), "label-key")),
        hostnames=described(
            "The hosts; those of `expose` by default. Placeholders are replaced.", array(string("host"))
        ),
        parentRefs=described("Where the route is attached; to `gateway` by default.", _parents(kind)),
        rules=described(
            "The rules, as a list or by name. Where one names no backend and redirects nothing, that is the service.",
            either(map_of(rule, "dns-label"), array(rule)),
        ),
    )


def _gateway(value: Json) -> JsonMap:
    if isinstance(value, str):
        namespace, _, name = value.rpartition("/")
        value = {"name": name, **({"namespace": namespace} if namespace else {})}
    if isinstance(value, dict):
        # One of the two forms removes the other, which a lower layer may have given.
        if value.get("parentRefs"):
            value = {**dict.fromkeys(_SHORT), **value}
        elif value.get("name"):
            value = {"parentRefs": None, **value}
    return {"gateway": value}


def _rules(value: Json) -> Json:
    if isinstance(value, dict) and isinstance(value.get("rules"), dict):
        return {**value, "rules": Named(value["rules"])}
    return value


FIELDS = (
    Field(
        "gateway",
        either(
            string("gateway"),
            fields(
                name=described("The Gateway's name.", string("dns-subdomain")),
                namespace=described("Its namespace; that of the service by default.", string("dns-label")),
                sectionName=described("One of its listeners, by name; all by default.", string("dns-subdomain")),
                port=described("The port of its listeners; all by default.", port_number()),
                parentRefs=described("Several parents, in place of these.", _parents("HTTPRoute")),
                labels=described(
                    "Labels of the HTTPRoute of `expose` only.", map_of(string("label-value"), "label-key")
                ),
                annotations=described(
                    "Annotations of that HTTPRoute. Placeholders are replaced.", map_of(string(), "label-key")
                ),
            ),
        ),
        "The Gateway that routes are attached to, as `NAME`, `NAMESPACE/NAME` or a map. Where there is one, `expose` "
        "makes an HTTPRoute and no Ingress, so it stands best in the `defaults` of an environment, or of the platform.",
        {"name": "public", "namespace": "gateways", "sectionName": "https"},
        expand=_gateway,
        reach=Reach.SHARED,
    ),
    Field(
        "httpRoutes",
        named(_route("HTTPRoute")),
        "More HTTPRoutes by name, with all fields of the Gateway API: matches, filters, weights, timeouts.",
        {
            "canary": {
                "rules": {
                    "beta": {
                        "matches": [{"headers": [{"name": "x-beta", "value": "true"}]}],
                        "backendRefs": [{"service": "orders-next"}],
                    },
                    "all": {"backendRefs": [{"weight": 90}, {"service": "orders-next", "weight": 10}]},
                }
            }
        },
        expand=lambda value: {"httpRoutes": by_name(value, _rules)},
    ),
    Field(
        "grpcRoutes",
        named(_route("GRPCRoute")),
        "GRPCRoutes by name, with all fields of the Gateway API.",
        {
            "api": {
                "hostnames": ["grpc.{domain}"],
                "rules": [
                    {"matches": [{"method": {"service": "shop.Orders"}}], "backendRefs": [{"port": "grpc"}]},
                ],
            }
        },
        expand=lambda value: {"grpcRoutes": by_name(value, _rules)},
    ),
)
