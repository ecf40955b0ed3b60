"""ParentReference: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1beta1/"""

from __future__ import annotations

from generator.checks.admission.types.networking import parent_reference

TYPE = "io.k8s.api.networking.v1beta1.ParentReference"

FIELDS = parent_reference.FIELDS
