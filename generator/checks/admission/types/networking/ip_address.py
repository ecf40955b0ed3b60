"""IPAddress: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1/"""

from __future__ import annotations

from generator.checks.admission import addresses
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.networking.v1.IPAddress"

ALSO = ("io.k8s.api.networking.v1beta1.IPAddress",)

FIELDS = {"spec": Field(required=True)}

RULES = (metadata.named(addresses.canonical),)
