"""Annotations by which controllers of Ingresses and Gateways are told of other objects.

https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#authentication,
https://cert-manager.io/docs/usage/ingress/#supported-annotations, https://cert-manager.io/docs/usage/gateway/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.json_types import JsonMap, as_map
from generator.resources.references.reference import Reference

_NGINX = "nginx.ingress.kubernetes.io/"
_SECRETS = (f"{_NGINX}auth-secret", f"{_NGINX}auth-tls-secret", f"{_NGINX}proxy-ssl-secret")
_CERT_MANAGER: Mapping[str, str] = {
    "cert-manager.io/issuer": "cert-manager.io/Issuer",
    "cert-manager.io/cluster-issuer": "cert-manager.io/ClusterIssuer",
}
MAKES_CERTIFICATES = (*_CERT_MANAGER, "kubernetes.io/tls-acme")
KINDS = ("Gateway", "Ingress")


def references(manifest: JsonMap) -> Iterator[Reference]:
    notes = as_map(as_map(manifest.get("metadata")).get("annotations"))
    for note in _SECRETS if notes else ():
        if isinstance(value := notes.get(note), str) and value:
            namespace, _, name = value.rpartition("/")
            yield Reference("Secret", name, ("metadata", "annotations", note), namespace=namespace)
    other = any(f"cert-manager.io/issuer-{word}" in notes for word in ("kind", "group"))
    for note, kind in _CERT_MANAGER.items() if notes and not other else ():
        if isinstance(value := notes.get(note), str) and value:
            yield Reference(kind, value, ("metadata", "annotations", note))
    if isinstance(value := notes.get("kubernetes.io/ingress.class"), str) and value:
        yield Reference("networking.k8s.io/IngressClass", value, ("metadata", "annotations", _CLASS))


_CLASS = "kubernetes.io/ingress.class"
