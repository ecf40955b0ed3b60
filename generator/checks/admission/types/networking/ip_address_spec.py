"""IPAddressSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1/#IPAddressSpec"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.networking.v1.IPAddressSpec"

ALSO = ("io.k8s.api.networking.v1beta1.IPAddressSpec",)

FIELDS = {"parentRef": Field(required=True)}
