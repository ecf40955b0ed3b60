"""A custom resource with its defaults -> the CEL rules of its schema that it breaks.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission.custom.node import Node
from generator.checks.admission.custom.values import for_cel
from generator.checks.admission.wrong import Wrong
from generator.checks.cel import CelError, compiled
from generator.json_types import Json, JsonMap

OLD = re.compile(r"\boldSelf\b")
"""A rule with this judges a change, and holds for whatever is new."""


def broken_rules(value: Json, own: Node) -> Iterator[Wrong]:
    if own.rules:
        values = {"self": for_cel(value, own.schema)}
        for rule in own.rules:
            if not OLD.search(rule["rule"]) and (found := broken(rule, values)):
                yield found
    for key, item, beneath in own.below(value):
        if beneath.rules_below:
            for found in broken_rules(item, beneath):
                yield found.below(key)


def broken(rule: JsonMap, values: JsonMap) -> Wrong | None:
    """What a rule says of the values of its variables, where it does not hold."""
    text = rule["rule"]
    try:
        holds = compiled(text, tuple(values)).evaluate(values)
    except CelError as error:
        return Wrong("broken-rule", f"its definition's rule fails: {error.message}", f"the rule is `{text}`")
    if holds is True:
        return None
    message = _message(rule, values) or f"failed rule: {text}"
    found = Wrong("broken-rule", message, f"its definition asks for `{_short(text)}`")
    path = rule.get("fieldPath", "")
    return found.below(*[step for step in re.split(r"[.\[\]']+", path) if step]) if path else found


def _message(rule: JsonMap, values: JsonMap) -> str:
    if "messageExpression" in rule:
        try:
            return str(compiled(rule["messageExpression"], tuple(values)).evaluate(values))
        except CelError:
            pass  # the server then says the other one, too
    return str(rule.get("message", ""))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:157]}..."
