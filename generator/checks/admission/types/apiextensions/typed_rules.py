"""A structural schema -> what is wrong with its CEL rules, for which it gives the types, and limits on what they cost.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks.admission.types.admissionregistration.expressions import typed
from generator.checks.admission.wrong import Wrong, forbidden, malformed
from generator.checks.cel import cost
from generator.checks.cel.checker import Checked, Declared
from generator.checks.cel.declarations import TYPE_NAMES, functions, macros
from generator.checks.cel.names import escaped
from generator.checks.cel.shapes import LARGEST_REQUEST, Shape, shape
from generator.checks.cel.types import BOOL, STRING, Type, optional
from generator.json_types import Json, JsonMap

RULES = "x-kubernetes-validations"

MOST_OF_A_RULE = 10_000_000
MOST_OF_A_SCHEMA = 100_000_000
"""In units of CEL."""

_LIMITS = "set maxItems, maxProperties and maxLength on what the rule goes through, or on what it stands in"


class _Total(Struct):
    """What all rules of a schema cost together."""

    cost: int = 0


class _Place(Struct, frozen=True):
    """Where in a schema one is: how often that can be in an object (None where nothing limits it)."""

    minor: int
    shape: Shape | None
    count: int | None = 1
    has_past: bool = True
    """Whether the value before an update can be told from others."""
    total: _Total = field(default_factory=_Total)


def rules_of(schema: JsonMap, minor: int) -> Iterator[Wrong]:
    """Of the schema of a whole object."""
    if not _has_rules(schema):
        return
    place = _Place(minor, shape(schema))
    yield from _level(schema, place)
    if place.total.cost > MOST_OF_A_SCHEMA:
        yield costly(place.total.cost, MOST_OF_A_SCHEMA, "all rules together")


def _has_rules(schema: Json) -> bool:
    if not isinstance(schema, dict):
        return False
    inner = (*(schema.get("properties") or {}).values(), schema.get("items"), schema.get("additionalProperties"))
    return bool(schema.get(RULES)) or any(_has_rules(item) for item in inner)


def costly(found: int, limit: int, what: str) -> Wrong:
    times = found / limit
    shown = f"{times:.1f}" if times < 100 else "more than 100"
    return Wrong("costly-rule", f"{what} could cost {shown} times what a server allows", _LIMITS)


def _level(schema: JsonMap, place: _Place) -> Iterator[Wrong]:
    for position, rule in enumerate(schema.get(RULES) or ()):
        for wrong in _rule(rule or {}, place):
            yield wrong.below(RULES, position)
    count = _count(schema, place)
    for name, part in (schema.get("properties") or {}).items():
        own = place.shape.fields.get(escaped(name) or "") if place.shape else None
        yield from _below(part, replace(place, shape=own, count=count), "properties", name)
    item = place.shape.item if place.shape else None
    keyed = place.has_past and schema.get("x-kubernetes-list-type") == "map"
    yield from _below(schema.get("items"), replace(place, shape=item, count=count, has_past=keyed), "items")
    yield from _below(
        schema.get("additionalProperties"), replace(place, shape=item, count=count), "additionalProperties"
    )


def _below(schema: Json, place: _Place, *steps: str) -> Iterator[Wrong]:
    if not isinstance(schema, dict):
        return
    if place.shape is None:  # Rules further out do not see it; its own do.
        own = shape(schema, is_object=bool(schema.get("x-kubernetes-embedded-resource")))
        place = replace(place, shape=own)
    for wrong in _level(schema, place):
        yield wrong.below(*steps)


def _count(schema: JsonMap, place: _Place) -> int | None:
    """How often what is right below can be in an object."""
    limit: Json = 1
    if schema.get("type") == "array":
        limit = schema.get("maxItems")
    elif schema.get("type") == "object" and schema.get("additionalProperties") is not None:
        limit = schema.get("maxProperties")
    return None if place.count is None or limit is None else place.count * max(limit, 0)


def _rule(rule: JsonMap, place: _Place) -> Iterator[Wrong]:
    text = rule.get("rule") or ""
    if place.shape is None:
        yield malformed(text, "a rule on a value of a known type", "write the `type` of what it is about").below("rule")
        return
    past = optional(place.shape.type) if rule.get("optionalOldSelf") else place.shape.type
    declared = _declared(place.minor, place.shape.type, past)
    found = typed(text, declared)
    if isinstance(found, Wrong):
        yield found.below("rule")
        return
    if found.type != BOOL:
        yield malformed(text, f"an expression that gives bool, not {found.type}", "compare, or convert it").below(
            "rule"
        )
        return
    yield from (wrong.below("rule") for wrong in _costs(found, place))
    if message := rule.get("messageExpression") or "":
        yield from (wrong.below("messageExpression") for wrong in _message(message, declared, place))
    yield from _past(rule, found, place)


def _declared(minor: int, own: Type, past: Type) -> Declared:
    return Declared({**TYPE_NAMES, "self": own, "oldSelf": past}, functions(minor), macros(minor))


def _costs(found: Checked, place: _Place) -> Iterator[Wrong]:
    assert place.shape is not None
    count = LARGEST_REQUEST // (place.shape.least + 1) if place.count is None else place.count
    own = cost.most(found, place.shape) * count
    place.total.cost += own
    if own > MOST_OF_A_RULE:
        yield costly(own, MOST_OF_A_RULE, "the rule")


def _message(text: str, declared: Declared, place: _Place) -> Iterator[Wrong]:
    assert place.shape is not None
    found = typed(text, declared)
    if isinstance(found, Wrong):
        yield found
    elif found.type != STRING:
        yield malformed(text, f"an expression that gives string, not {found.type}", "convert it with string(...)")
    else:
        own = cost.most(found, place.shape)
        place.total.cost += own
        if own > MOST_OF_A_RULE:
            yield costly(own, MOST_OF_A_RULE, "the message")


def _past(rule: JsonMap, found: Checked, place: _Place) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#transition-rules"""
    if "oldSelf" in found.names.values():
        if not place.has_past:
            hint = "make the list around it one of `x-kubernetes-list-type: map`, or write the rule further out"
            yield forbidden("what it was before cannot be told from other items of its list", hint).below("rule")
    elif rule.get("optionalOldSelf") is not None:
        yield forbidden("the rule does not use oldSelf", "remove it").below("optionalOldSelf")


_STEP = re.compile(r"\.([^.\[\]]+)|\['((?:[^'\\]|\\.)*)'\]")


def is_path(schema: Json, path: str) -> bool:
    """Whether a `fieldPath` leads to something: `.spec.name`, or `.spec['a-b']`."""
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None or not isinstance(schema, dict):
            return False
        name = step[1] if step[1] is not None else re.sub(r"\\(.)", r"\1", step[2])
        properties, values = schema.get("properties"), schema.get("additionalProperties")
        if not properties and not isinstance(values, dict):
            return False
        schema = properties.get(name) if properties else values
        if schema is None:
            return False
        at = step.end()
    return True
