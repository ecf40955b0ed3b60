"""ServiceCIDR: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/service-cidr-v1beta1/"""

from __future__ import annotations

from generator.checks.admission.types.networking import service_cidr

TYPE = "io.k8s.api.networking.v1beta1.ServiceCIDR"

FIELDS = service_cidr.FIELDS

RULES = service_cidr.RULES
