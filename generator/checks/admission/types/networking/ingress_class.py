"""IngressClass: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.networking.v1.IngressClass"

FIELDS = {"spec": Field(required=True)}

RULES = (metadata.named(formats.dns_subdomain),)
