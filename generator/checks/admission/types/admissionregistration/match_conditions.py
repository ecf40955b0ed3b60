"""`matchConditions` of webhooks and policies: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, duplicate, malformed, missing, too_many
from generator.checks.cel import CelError, compiled
from generator.json_types import JsonMap

MOST = 64

_OPEN = frozenset({"dyn", "any", "type_param"})
_UNTYPED = re.compile(r"(?:object|oldObject|params)(?:\.\w+)*")
"""What has no type for a server, either, so that it may not be what is asked for."""


def expression(text: str, variables: tuple[str, ...], results: tuple[str, ...] = ("bool",)) -> Wrong | None:
    """CEL text that compiles; what calls the authorizer has types that only the server knows."""
    if not text.strip():
        return Wrong("missing-field", "the expression is empty", "write what it is to say, in CEL")
    try:
        found = compiled(text, variables).type
    except CelError as error:
        if "authorizer" in text and "authorizer" in variables:
            return None
        return malformed(text, "a CEL expression", f"correct it: {error.message}")
    if "*" in results or found in results or (found in _OPEN and not _UNTYPED.fullmatch(text.strip())):
        return None
    return malformed(text, f"an expression that gives {' or '.join(results)}, not {found}", "compare, or convert it")


def conditions(variables: tuple[str, ...], value: JsonMap) -> Iterator[Wrong]:
    items = value.get("matchConditions") or ()
    if len(items) > MOST:
        yield too_many(len(items), MOST, "conditions").below("matchConditions")
    names: set[str] = set()
    for position, item in enumerate(items):
        for wrong in _condition(item or {}, names, variables):
            yield wrong.below("matchConditions", position)


def _condition(item: JsonMap, names: set[str], variables: tuple[str, ...]) -> Iterator[Wrong]:
    name, text = item.get("name"), item.get("expression")
    if not text:
        yield missing("expression")
    elif wrong := expression(text, variables):
        yield wrong.below("expression")
    if not name:
        yield missing("name")
    elif wrong := formats.qualified_name(name):
        yield wrong.below("name")
    elif name in names:
        yield duplicate(name, "the condition").below("name")
    names.add(name or "")
