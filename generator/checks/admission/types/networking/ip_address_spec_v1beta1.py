"""IPAddressSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1beta1/"""

from __future__ import annotations

from generator.checks.admission.types.networking import ip_address_spec

TYPE = "io.k8s.api.networking.v1beta1.IPAddressSpec"

FIELDS = ip_address_spec.FIELDS
