"""ServiceCIDRSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/service-cidr-v1beta1/"""

from __future__ import annotations

from generator.checks.admission.types.networking import service_cidr_spec

TYPE = "io.k8s.api.networking.v1beta1.ServiceCIDRSpec"

FIELDS = service_cidr_spec.FIELDS

RULES = service_cidr_spec.RULES
