"""ParamRef of the alpha API, which denies unless it says otherwise: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/mutating-admission-policy-binding-v1alpha1/"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import param_ref

TYPE = "io.k8s.api.admissionregistration.v1alpha1.ParamRef"

FIELDS = {
    **param_ref.FIELDS,
    "parameterNotFoundAction": Field(one_of("Allow", "Deny"), keeps=True, default="Deny"),
}

RULES = param_ref.RULES
