"""IngressTLS: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.networking.ingress_rule import dns_name

TYPE = "io.k8s.api.networking.v1.IngressTLS"

FIELDS = {"hosts": Field(items=dns_name), "secretName": Field(formats.dns_subdomain)}
