"""MutatingAdmissionPolicy: https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import policies

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.MutatingAdmissionPolicy"

ALSO = (f"{_GROUP}.v1beta1.MutatingAdmissionPolicy", f"{_GROUP}.v1alpha1.MutatingAdmissionPolicy")

FIELDS = {"spec": Field(required=True)}

RULES = policies.NAMED
