"""NetworkPolicy: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.networking.v1.NetworkPolicy"

RULES = (metadata.named(formats.dns_subdomain),)
