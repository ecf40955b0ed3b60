"""NetworkPolicySpec: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.formats import size
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.NetworkPolicySpec"


def _types(spec: JsonMap) -> list[str]:
    return ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]


FIELDS = {
    "podSelector": Field(default={}),
    "policyTypes": Field(size(2, "types"), items=one_of("Ingress", "Egress"), default=_types),
}
