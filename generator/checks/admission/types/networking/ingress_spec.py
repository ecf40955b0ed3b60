"""IngressSpec: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.IngressSpec"

FIELDS = {"ingressClassName": Field(formats.dns_subdomain, keeps=True)}


def somewhere(spec: JsonMap) -> Iterator[Wrong]:
    if not spec.get("rules") and spec.get("defaultBackend") is None:
        yield missing("rules", why="(or `defaultBackend`)")


RULES = (somewhere,)
