"""ValidatingAdmissionPolicyBindingSpec: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-binding-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.ValidatingAdmissionPolicyBindingSpec"

ALSO = (f"{_GROUP}.v1beta1.ValidatingAdmissionPolicyBindingSpec",)

FIELDS = {
    "policyName": Field(formats.dns_subdomain, required=True),
    "validationActions": Field(items=one_of("Deny", "Warn", "Audit"), required=True),
}


def denies_or_warns(spec: JsonMap) -> Iterator[Wrong]:
    actions = spec.get("validationActions") or ()
    if "Deny" in actions and "Warn" in actions:
        yield conflict("Deny and Warn say the same twice", "keep one of them").below("validationActions")


RULES = (denies_or_warns,)
