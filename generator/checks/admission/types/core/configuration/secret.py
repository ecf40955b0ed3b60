"""Secret: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/

No message says a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.configuration import data
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Secret"

FIELDS = {
    "data": Field(keys=formats.key_of_data),
    "stringData": Field(keys=formats.key_of_data),
    "type": Field(default="Opaque"),
}

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_JSON = (".dockercfg", ".dockerconfigjson")
_ACCOUNT = "kubernetes.io/service-account.name"
"""The annotation that names the account of a token."""


def _values(secret: JsonMap) -> dict[str, bytes]:
    """As the server has them: `stringData` goes over `data`."""
    plain, encoded = secret.get("stringData") or {}, secret.get("data") or {}
    own = {key: data.decoded(value) for key, value in encoded.items()}
    return own | {key: data.encoded(value) for key, value in plain.items()}


def keys(secret: JsonMap) -> Iterator[Wrong]:
    """What its type asks for: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types"""
    kind = secret.get("type") or "Opaque"
    if kind == "kubernetes.io/basic-auth":
        if not {"username", "password"} & _values(secret).keys():
            yield missing("username", why=f"(or `password`) for the type {kind}").below("data")
    elif kind == "kubernetes.io/service-account-token":
        if not ((secret.get("metadata") or {}).get("annotations") or {}).get(_ACCOUNT):
            yield missing(_ACCOUNT, why=f"for the type {kind}").below("metadata", "annotations")
    elif kind in _REQUIRED:
        yield from _required(kind, _values(secret))


def _required(kind: str, values: Mapping[str, bytes]) -> Iterator[Wrong]:
    for key in _REQUIRED[kind]:
        if key not in values or (key == "ssh-privatekey" and not values[key]):
            yield missing(key, why=f"for the type {kind}").below("data")
        elif key in _JSON and not _is_object(values[key]):
            hint = "write what `docker login` writes, as JSON"
            yield Wrong("malformed-value", "expected a JSON object", hint, ("data", key))


def _is_object(value: bytes) -> bool:
    """What Go reads as one: null is an empty one, and there is no NaN."""
    try:
        found = json.loads(value.decode("utf-8", "replace"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return False
    return found is None or isinstance(found, dict)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def size(secret: JsonMap) -> Iterator[Wrong]:
    yield from data.too_much(_values(secret).values())


RULES = (metadata.named(formats.dns_subdomain), keys, size)
