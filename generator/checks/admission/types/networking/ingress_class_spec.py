"""IngressClassSpec: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/#IngressClassSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import both
from generator.checks.admission.field import Field
from generator.checks.admission.formats import domain_prefixed_path, size

TYPE = "io.k8s.api.networking.v1.IngressClassSpec"

FIELDS = {"controller": Field(both(domain_prefixed_path, size(250, "characters")), required=True)}
