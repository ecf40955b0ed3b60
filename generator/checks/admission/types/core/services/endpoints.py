"""Endpoints: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.core.v1.Endpoints"

RULES = (metadata.named(formats.dns_subdomain),)
