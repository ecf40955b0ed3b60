"""MutatingAdmissionPolicyBindingSpec: https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/"""

from __future__ import annotations

from functools import partial

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration.mutating_admission_policy_spec import no_deletion

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.MutatingAdmissionPolicyBindingSpec"

ALSO = (
    f"{_GROUP}.v1beta1.MutatingAdmissionPolicyBindingSpec",
    f"{_GROUP}.v1alpha1.MutatingAdmissionPolicyBindingSpec",
)

FIELDS = {"policyName": Field(formats.dns_subdomain, required=True)}

RULES = (partial(no_deletion, "matchResources"),)
