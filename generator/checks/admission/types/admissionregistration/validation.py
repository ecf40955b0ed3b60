"""Validation, of which a policy has some: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.Validation"

ALSO = (f"{_GROUP}.v1beta1.Validation",)


def not_blank(value: Json) -> Wrong | None:
    return None if value.strip() else malformed(value, "some text", "fill it in, or remove it")


def one_line(value: Json) -> Wrong | None:
    text = value.strip()
    if "\n" in text or "\r" in text:
        return malformed(value, "one line", "keep the message on one line")
    return not_blank(value)


FIELDS = {
    "message": Field(one_line),
    "messageExpression": Field(not_blank),
    "reason": Field(one_of("Forbidden", "Invalid", "RequestEntityTooLarge"), keeps=True),
}
