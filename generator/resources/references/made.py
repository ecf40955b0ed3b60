"""A manifest -> the ConfigMaps and Secrets that there will be because of it, and their keys.

Itself, where it is one, and what a controller makes of it. Each fact is from the controller's own page; keys that only
the cluster knows are None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from generator.json_types import Json, JsonMap, as_map
from generator.resources.references.maps import maps
from generator.resources.references.notes import MAKES_CERTIFICATES
from generator.secret_types import OPAQUE, TLS


class Made(NamedTuple):
    """`namespace` is empty where it is that of the manifest, and `*` where it is one of several."""

    kind: str
    name: str
    keys: list[str] | None = None
    type: str = ""
    namespace: str = ""


def made(manifest: JsonMap) -> Iterator[Made]:
    by = _BY_KIND.get(str(manifest.get("kind", "")))
    spec = as_map(manifest.get("spec"))
    if by:
        yield from by(manifest, spec)
    if target := as_map(spec.get("writeConnectionSecretToRef")):  # https://docs.crossplane.io/latest/managed-resources/
        yield from _named(target.get("name"), namespace=target.get("namespace") or "")


def _named(name: Json, keys: list[str] | None = None, type: str = "", namespace: str = "") -> Iterator[Made]:
    if isinstance(name, str) and name:
        yield Made("Secret", name, keys, type, namespace)


def _name(manifest: JsonMap) -> Json:
    return as_map(manifest.get("metadata")).get("name")


def _keys(*data: Json) -> list[str]:
    return [str(key) for found in data if isinstance(found, dict) for key in found]


def _secret(manifest: JsonMap, _: JsonMap) -> Iterator[Made]:
    type = str(manifest.get("type") or OPAQUE)
    filled = type == "kubernetes.io/service-account-token"
    keys = None if filled else _keys(manifest.get("data"), manifest.get("stringData"))
    yield from _named(_name(manifest), keys, type)


def _config_map(manifest: JsonMap, _: JsonMap) -> Iterator[Made]:
    if isinstance(name := _name(manifest), str):
        yield Made("ConfigMap", name, _keys(manifest.get("data"), manifest.get("binaryData")))


def _sealed(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
    """https://github.com/bitnami-labs/sealed-secrets#sealedsecrets-as-templates-for-secrets"""
    template = as_map(spec.get("template"))
    keys = _keys(spec.get("encryptedData"), template.get("data"))
    name = as_map(template.get("metadata")).get("name") or _name(manifest)
    yield from _named(name, keys if "data" not in spec else None, str(template.get("type") or OPAQUE))


def _sops(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
    """https://github.com/isindir/sops-secrets-operator"""
    for _, item in maps(spec.get("secretTemplates")):
        keys = _keys(item.get("data"), item.get("stringData"))
        yield from _named(item.get("name"), keys, str(item.get("type") or OPAQUE))


def _external(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
    """https://external-secrets.io/latest/api/externalsecret/"""
    target = as_map(spec.get("target"))
    kind = as_map(target.get("manifest")).get("kind", "Secret")
    if target.get("creationPolicy") == "None" or kind not in ("Secret", "ConfigMap"):
        return
    name = target.get("name") or _name(manifest)
    template = as_map(target.get("template"))
    drawn = [str(item.get("secretKey")) for _, item in maps(spec.get("data"))]
    unknown = spec.get("dataFrom") or template.get("templateFrom") or target.get("creationPolicy") == "Merge"
    keys: list[str] | None = [*drawn, *_keys(template.get("data"))]
    if template.get("data") and template.get("mergePolicy", "Replace") != "Merge":
        keys = _keys(template["data"])
    for item in _named(name, None if unknown else keys, str(template.get("type") or OPAQUE)):
        yield item._replace(kind=kind)


def _cluster_external(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
    inner = as_map(spec.get("externalSecretSpec"))
    for item in _external({"metadata": {"name": spec.get("externalSecretName") or _name(manifest)}}, inner):
        yield item._replace(namespace="*")


def _certificate(_: JsonMap, spec: JsonMap) -> Iterator[Made]:
    """https://cert-manager.io/docs/usage/certificate/#target-secret"""
    more = spec.get("keystores") or spec.get("additionalOutputFormats")
    yield from _named(spec.get("secretName"), None if more else ["tls.crt", "tls.key", "ca.crt"], TLS)


def _by_annotation(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
    notes = as_map(as_map(manifest.get("metadata")).get("annotations"))
    if not any(note in notes for note in MAKES_CERTIFICATES):
        return
    for _, item in maps(spec.get("tls")):
        yield from _named(item.get("secretName"), None, TLS)
    for _, listener in maps(spec.get("listeners")):
        for _, item in maps(as_map(listener.get("tls")).get("certificateRefs")):
            yield from _named(item.get("name"), None, TLS, item.get("namespace") or "")


def _at(*path: str) -> Callable[[JsonMap, JsonMap], Iterator[Made]]:
    """A Secret that a field of the spec names, else the object itself."""

    def named(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
        found: Json = spec
        for step in path:
            found = as_map(found).get(step)
        yield from _named(found or _name(manifest))

    return named


def _suffixed(*suffixes: str) -> Callable[[JsonMap, JsonMap], Iterator[Made]]:
    def named(manifest: JsonMap, _: JsonMap) -> Iterator[Made]:
        for suffix in suffixes:
            yield from _named(f"{_name(manifest)}-{suffix}")

    return named


def _doppler(_: JsonMap, spec: JsonMap) -> Iterator[Made]:
    target = as_map(spec.get("managedSecret"))
    yield from _named(target.get("name"), namespace=target.get("namespace") or "")


def _bundle(manifest: JsonMap, spec: JsonMap) -> Iterator[Made]:
    """https://cert-manager.io/docs/trust/trust-manager/"""
    target = as_map(spec.get("target"))
    for field, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
        if field in target and isinstance(name := _name(manifest), str):
            yield Made(kind, name, None, "", "*")


_BY_KIND: Mapping[str, Callable[[JsonMap, JsonMap], Iterator[Made]]] = {
    "Bundle": _bundle,
    "Certificate": _certificate,
    "Cluster": _suffixed("app", "superuser", "ca", "server", "replication"),  # https://cloudnative-pg.io/
    "ClusterExternalSecret": _cluster_external,
    "ConfigMap": _config_map,
    "DopplerSecret": _doppler,
    "Elasticsearch": _suffixed("es-elastic-user", "es-http-certs-public", "es-http-ca-internal"),
    "ExternalSecret": _external,
    "Gateway": _by_annotation,
    "Ingress": _by_annotation,
    "Kafka": _suffixed("cluster-ca-cert", "clients-ca-cert"),  # https://strimzi.io/docs/operators/latest/deploying
    "KafkaUser": _at(),
    "OnePasswordItem": _at(),
    "RabbitmqCluster": _suffixed("default-user"),
    "SealedSecret": _sealed,
    "Secret": _secret,
    "SopsSecret": _sops,
    "VaultDynamicSecret": _at("destination", "name"),
    "VaultPKISecret": _at("destination", "name"),
    "VaultStaticSecret": _at("destination", "name"),
}
