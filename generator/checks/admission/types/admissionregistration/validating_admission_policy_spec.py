"""ValidatingAdmissionPolicySpec: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.admissionregistration import policies
from generator.checks.admission.types.admissionregistration.expressions import expression
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate, missing, too_many
from generator.checks.cel.types import BOOL, NULL, STRING
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.ValidatingAdmissionPolicySpec"

ALSO = (f"{_GROUP}.v1beta1.ValidatingAdmissionPolicySpec",)

FIELDS = policies.FIELDS

_MOST_ANNOTATIONS = 20
_LONGEST_ANNOTATION = 5 * 1024


def compiles(spec: JsonMap, seen: policies.Seen) -> Iterator[Wrong]:
    if not spec.get("validations") and not spec.get("auditAnnotations"):
        yield missing("validations", why="(or `auditAnnotations`)")
    for position, item in enumerate(spec.get("validations") or ()):
        yield from (wrong.below("validations", position) for wrong in _validation(item or {}, seen))
    count = len(spec.get("auditAnnotations") or ())
    if count > _MOST_ANNOTATIONS:
        yield too_many(count, _MOST_ANNOTATIONS, "annotations").below("auditAnnotations")
    keys: set[str] = set()
    for position, item in items(spec, "auditAnnotations"):
        if (key := item.get("key") or "") in keys:
            yield duplicate(key, "the key").below("auditAnnotations", position, "key")
        keys.add(key)
        if wrong := _annotation(item.get("valueExpression") or "", seen):
            yield wrong.below("auditAnnotations", position, "valueExpression")


def _validation(item: JsonMap, seen: policies.Seen) -> Iterator[Wrong]:
    text, message = item.get("expression") or "", item.get("messageExpression") or ""
    if wrong := expression(text, seen.declared(), (BOOL,)):
        yield wrong.below("expression")
    if message.strip() and (wrong := expression(message, seen.declared(authorizer=False), (STRING,))):
        yield wrong.below("messageExpression")


def _annotation(text: str, seen: policies.Seen) -> Wrong | None:
    size = len(text.strip().encode())
    if size > _LONGEST_ANNOTATION:
        return too_many(size, _LONGEST_ANNOTATION, "bytes of expression")
    return expression(text.strip(), seen.declared(), (STRING, NULL))


RULES = (policies.selects_resources, policies.expressions(compiles))
