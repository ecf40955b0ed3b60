"""Certificate of cert-manager: those that are declared, and those that no annotation of the Ingress can ask for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources import exposure, ingress
from generator.resources.metadata import resource

_OWN = ("name", "labels", "annotations", "issuer", "clusterIssuer")
NAMES = ("commonName", "dnsNames", "emailAddresses", "ipAddresses", "literalSubject", "otherNames", "uris")
"""What a certificate can be for."""


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name, own in plan.spec.get("certificates", {}).items():
        yield _certificate(plan, own.get("name", name), own)
    if "expose" not in plan.spec or ingress.one_issuer(plan):
        return
    # The Ingress can name one issuer for all of its Secrets. Where they differ, each has a Certificate.
    secrets = ingress.tls_secrets(plan)
    for secret, issuer in ingress.issuers(plan).items():
        yield _certificate(plan, secret, {"secretName": secret, "dnsNames": secrets[secret], "issuerRef": issuer})


def _certificate(plan: ServicePlan, name: str, own: JsonMap) -> Resource:
    spec: JsonMap = {
        "secretName": name,
        "issuerRef": ingress.issuer_of(own) or ingress.default_issuer(plan),
        **{key: value for key, value in own.items() if key not in _OWN},
    }
    if not any(own.get(kind) for kind in NAMES):
        spec["dnsNames"] = exposure.host_names(plan)
    labels, annotations = own.get("labels"), own.get("annotations")
    return resource(
        plan, "cert-manager.io/v1", "Certificate", name, {"spec": spec}, labels=labels, annotations=annotations
    )
