"""Secrets that a controller fetches from a store outside of the cluster."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name
from generator.language.types import Field, Reach, custom, described, either, map_of, named, string
from generator.model.merge import Named

_KIND = "external-secrets.io/v1/ExternalSecret"

_SECRET = custom(
    _KIND,
    "spec",
    without=("secretStoreRef",),
    name=described("The name of the ExternalSecret; that of the Secret by default.", string("dns-subdomain")),
    store=described(
        "The store: its name, or its name and kind. By default the environment's `secretStore`.",
        either(string("dns-subdomain"), custom(_KIND, "spec.secretStoreRef")),
    ),
    data=described(
        "The keys of the Secret: each a reference such as `shop/orders#password` (the key in the store, and the "
        "property in its value), or Kubernetes' own form. Placeholders are replaced in keys and properties.",
        named(either(string(), custom(_KIND, "spec.data[]", without=("secretKey",))), "config-key", "secretKey"),
    ),
    labels=described("Labels of the ExternalSecret.", map_of(string("label-value"), "label-key")),
    annotations=described("Annotations of the ExternalSecret.", map_of(string(), "label-key")),
)


def _secret(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    expanded: JsonMap = dict(value)
    if isinstance(value.get("store"), str):
        expanded["store"] = {"name": value["store"]}
    if "data" in value:
        expanded["data"] = by_name(value["data"], _reference, "secretKey")
    return expanded


def _reference(value: Json) -> Json:
    """`shop/orders#password` -> the key, and the property in what is kept under it."""
    if not isinstance(value, str):
        return value
    key, _, part = value.partition("#")
    return {"sourceRef": None, "remoteRef": {"key": key, "property": part or None}}


def _several(value: Json) -> JsonMap:
    if not isinstance(value, dict):
        return {"externalSecrets": value}
    return {"externalSecrets": Named({name: _secret(item) for name, item in value.items()})}


FIELDS = (
    Field(
        "externalSecret",
        _SECRET,
        "The service's Secret (`secretName`), fetched from a store by the External Secrets operator.",
        {"data": {"database-password": "{environment}/orders#password"}, "refreshInterval": "15m"},
        expand=lambda value: {"externalSecret": _secret(value)},
        reach=Reach.SERVICE,
    ),
    Field(
        "externalSecrets",
        map_of(_SECRET, "dns-subdomain"),
        "More such Secrets, by name.",
        {"orders-tls": {"dataFrom": [{"extract": {"key": "certificates/orders"}}]}},
        expand=_several,
        reach=Reach.SERVICE,
    ),
)
