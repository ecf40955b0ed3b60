"""CEL rules of a custom resource, as texts: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules

What they say is judged with the types of a whole schema (`typed_rules.py`), where nothing is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.types.apiextensions.typed_rules import RULES, is_path
from generator.checks.admission.wrong import Wrong, malformed, missing, unsupported
from generator.json_types import JsonMap

_REASONS = ("FieldValueRequired", "FieldValueInvalid", "FieldValueForbidden", "FieldValueDuplicate")


def rules(schema: JsonMap) -> Iterator[Wrong]:
    for position, rule in enumerate(schema[RULES]):
        for wrong in _rule(rule or {}, schema):
            yield wrong.below(RULES, position)


def _rule(rule: JsonMap, schema: JsonMap) -> Iterator[Wrong]:
    text, message, reason = (str(rule.get(key) or "") for key in ("rule", "message", "reason"))
    if not text.strip():
        yield missing("rule")
    elif message and not message.strip():
        yield Wrong("missing-field", "the message is blank", "write it, or remove it", ("message",))
    elif _lines(message.strip()):
        yield malformed(message, "one line", "keep the message on one line").below("message")
    elif _lines(text.strip()) and not message.strip():
        yield missing("message", why="for a rule of several lines")
    if (other := rule.get("messageExpression")) and not other.strip():
        yield Wrong("missing-field", "the expression is blank", "write it, or remove it", ("messageExpression",))
    if "reason" in rule and rule["reason"] is not None and reason not in _REASONS:
        yield unsupported(reason, _REASONS).below("reason")
    if (path := rule.get("fieldPath")) and (_lines(path) or not is_path(schema, path)):
        yield malformed(path, "a path of the schema", "write it as .spec.name, from where the rule is").below(
            "fieldPath"
        )


def _lines(text: str) -> bool:
    return "\n" in text or "\r" in text
