"""MutatingAdmissionPolicySpec: https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import policies
from generator.checks.admission.types.admissionregistration.expressions import expression
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, missing, unsupported
from generator.checks.cel.requests import JSON_PATCH, object_type
from generator.checks.cel.types import Type, list_of
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.MutatingAdmissionPolicySpec"

ALSO = (f"{_GROUP}.v1beta1.MutatingAdmissionPolicySpec", f"{_GROUP}.v1alpha1.MutatingAdmissionPolicySpec")

FIELDS = {
    **policies.FIELDS,
    "mutations": Field(required=True),
    "reinvocationPolicy": Field(one_of("Never", "IfNeeded"), required=True),
}

_OPERATIONS = ("CREATE", "UPDATE", "CONNECT", "*")
_KINDS: dict[str, tuple[str, Type]] = {
    "ApplyConfiguration": ("applyConfiguration", object_type()),
    "JSONPatch": ("jsonPatch", list_of(JSON_PATCH)),
}
"""The field of each type of patch, and what its expression gives."""


def compiles(spec: JsonMap, seen: policies.Seen) -> Iterator[Wrong]:
    for position, item in enumerate(spec.get("mutations") or ()):
        yield from (wrong.below("mutations", position) for wrong in _mutation(item or {}, seen))


def _mutation(item: JsonMap, seen: policies.Seen) -> Iterator[Wrong]:
    kind = item.get("patchType")
    if not kind:
        yield missing("patchType", "add `patchType: ApplyConfiguration`, or JSONPatch")
    elif kind not in _KINDS:
        yield unsupported(kind, tuple(_KINDS)).below("patchType")
    else:
        field, result = _KINDS[kind]
        if item.get(field) is None:
            yield missing(field, why=f"for {kind}")
        elif wrong := expression((item[field].get("expression") or "").strip(), seen.declared(patches=True), (result,)):
            yield wrong.below(field, "expression")
        for other, _ in _KINDS.values():
            if other != field and item.get(other) is not None:
                yield conflict(f"{other} is not what {kind} makes", "remove it, or change patchType").below(other)


def no_deletion(field: str, value: JsonMap) -> Iterator[Wrong]:
    """Nothing is left to change of what is deleted; `field` holds the resources."""
    for position, rule in items(value.get(field) or {}, "resourceRules"):
        for place, operation in enumerate(rule.get("operations") or ()):
            if operation == "DELETE":
                yield unsupported(operation, _OPERATIONS).below(field, "resourceRules", position, "operations", place)


def mutates_what_stays(spec: JsonMap) -> Iterator[Wrong]:
    yield from no_deletion("matchConstraints", spec)


RULES = (policies.selects_resources, mutates_what_stays, policies.expressions(compiles, composed=True))
