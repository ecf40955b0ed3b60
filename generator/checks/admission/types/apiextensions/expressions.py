"""CEL rules of a custom resource: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.admissionregistration.match_conditions import expression
from generator.checks.admission.wrong import Wrong, malformed, missing, unsupported
from generator.json_types import JsonMap

_RULES = "x-kubernetes-validations"
_REASONS = ("FieldValueRequired", "FieldValueInvalid", "FieldValueForbidden", "FieldValueDuplicate")


def rules(schema: JsonMap) -> Iterator[Wrong]:
    for position, rule in enumerate(schema[_RULES]):
        for wrong in _rule(rule or {}):
            yield wrong.below(_RULES, position)


def _rule(rule: JsonMap) -> Iterator[Wrong]:
    text, message, reason = (str(rule.get(key) or "") for key in ("rule", "message", "reason"))
    if not text.strip():
        yield missing("rule")
    elif wrong := expression(text, ("self", "oldSelf")):
        yield wrong.below("rule")
    if message and not message.strip():
        yield Wrong("missing-field", "the message is blank", "write it, or remove it", ("message",))
    if "\n" in message.strip():
        yield malformed(message, "one line", "keep the message on one line").below("message")
    elif "\n" in text.strip() and not message.strip() and not rule.get("messageExpression"):
        yield missing("message", why="for a rule of several lines")
    if reason and reason not in _REASONS:
        yield unsupported(reason, _REASONS).below("reason")
    if (other := str(rule.get("messageExpression") or "")) and (
        wrong := expression(other, ("self", "oldSelf"), ("string",))
    ):
        yield wrong.below("messageExpression")
