"""MatchResources, of policies and of their bindings: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.MatchResources"

ALSO = (f"{_GROUP}.v1beta1.MatchResources", f"{_GROUP}.v1alpha1.MatchResources")

FIELDS = {
    "matchPolicy": Field(one_of("Equivalent", "Exact"), keeps=True, default="Equivalent"),
    "namespaceSelector": Field(default={}),
    "objectSelector": Field(default={}),
}
