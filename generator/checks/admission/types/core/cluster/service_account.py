"""ServiceAccount: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.ServiceAccount"


def secrets(account: JsonMap) -> Iterator[Wrong]:
    """They are told apart by their names."""
    for position, secret in items(account, "secrets"):
        if secret.get("name") is None:
            yield missing("name").below("secrets", position)


RULES = (metadata.named(formats.dns_subdomain), secrets)
