"""IPAddress: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1beta1/"""

from __future__ import annotations

from generator.checks.admission.types.networking import ip_address

TYPE = "io.k8s.api.networking.v1beta1.IPAddress"

FIELDS = ip_address.FIELDS

RULES = ip_address.RULES
