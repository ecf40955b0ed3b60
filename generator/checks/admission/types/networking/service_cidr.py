"""ServiceCIDR: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/service-cidr-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.networking.v1.ServiceCIDR"

ALSO = ("io.k8s.api.networking.v1beta1.ServiceCIDR",)

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)
