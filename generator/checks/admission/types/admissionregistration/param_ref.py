"""ParamRef: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-binding-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.ParamRef"

ALSO = (f"{_GROUP}.v1beta1.ParamRef",)

FIELDS = {
    "name": Field(formats.path_segment),
    "parameterNotFoundAction": Field(one_of("Allow", "Deny"), required=True),
}


def names_or_selects(reference: JsonMap) -> Iterator[Wrong]:
    name, selector = reference.get("name"), reference.get("selector")
    if name and selector is not None:
        yield conflict("name and selector exclude one another", "keep one of them").below("selector")
    elif not name and selector is None:
        yield Wrong("missing-field", "one of name, selector must be set", "add the one that you mean")


RULES = (names_or_selects,)
