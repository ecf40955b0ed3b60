"""ValidatingAdmissionPolicySpec: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration.match_conditions import expression
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec"

FIELDS = {
    "failurePolicy": Field(one_of("Fail", "Ignore"), keeps=True, default="Fail"),
    "matchConstraints": Field(required=True),
}

_VARIABLES = ("object", "oldObject", "request", "authorizer", "namespaceObject", "variables", "params")


def says_something(spec: JsonMap) -> Iterator[Wrong]:
    if not spec.get("validations") and not spec.get("auditAnnotations"):
        yield missing("validations", why="(or `auditAnnotations`)")


def compiles(spec: JsonMap) -> Iterator[Wrong]:
    for position, validation in enumerate(spec.get("validations") or ()):
        text = (validation or {}).get("expression")
        if not text:
            yield missing("expression").below("validations", position)
        elif wrong := expression(text, _VARIABLES):
            yield wrong.below("validations", position, "expression")


RULES = (says_something, compiles)
