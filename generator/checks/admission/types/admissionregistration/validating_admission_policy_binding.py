"""The bindings of policies: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-binding-v1/"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import policies

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.ValidatingAdmissionPolicyBinding"

ALSO = (
    f"{_GROUP}.v1beta1.ValidatingAdmissionPolicyBinding",
    f"{_GROUP}.v1.MutatingAdmissionPolicyBinding",
    f"{_GROUP}.v1beta1.MutatingAdmissionPolicyBinding",
    f"{_GROUP}.v1alpha1.MutatingAdmissionPolicyBinding",
)

FIELDS = {"spec": Field(required=True)}

RULES = policies.NAMED
