"""Constraints that a type's file puts together: choices, ranges, several at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission.field import Constraint, Rule
from generator.checks.admission.wrong import Wrong, conflict, malformed, out_of_range, unsupported
from generator.json_types import Json, JsonMap
from generator.quantity import parse

_PERCENT = re.compile(r"[0-9]+%")


def one_of(*allowed: str) -> Constraint:
    return lambda value: None if value in allowed else unsupported(value, allowed)


def at_least(least: int) -> Constraint:
    return lambda value: None if value >= least else out_of_range(value, f"{least} or more")


def between(least: int, most: int) -> Constraint:
    return lambda value: None if least <= value <= most else out_of_range(value, f"{least} to {most}")


not_negative = at_least(0)
positive = at_least(1)


def both(*constraints: Constraint) -> Constraint:
    """What the first of them says that says anything."""

    def check(value: Json) -> Wrong | None:
        return next((wrong for constraint in constraints if (wrong := constraint(value))), None)

    return check


def exactly_one(*names: str) -> Rule:
    """The rule of a type whose fields each say another thing that it could be. An empty map counts as set."""

    def rule(value: JsonMap) -> Iterator[Wrong]:
        found = [name for name in names if value.get(name) is not None]
        if not found:
            yield Wrong("missing-field", f"one of {', '.join(names)} must be set", "add the one that you mean")
        for name in found[1:]:
            yield conflict(f"{name} excludes {found[0]}", "remove one of them").below(name)

    return rule


def at_most_one(*names: str) -> Rule:
    """The rule of a type of whose fields only one may be set: the first of those that are."""
    choices = frozenset(names)

    def rule(value: JsonMap) -> Iterator[Wrong]:
        found = [name for name, item in value.items() if item is not None and name in choices]
        for name in sorted(found, key=names.index)[1:]:
            yield conflict(f"{name} excludes what else is set", "keep one of them").below(name)

    return rule


def quantity_at_least(least: int) -> Constraint:
    def check(value: Json) -> Wrong | None:
        amount = parse(value)
        return None if amount is None or amount >= least else out_of_range(value, f"{least} or more")

    return check


not_negative_quantity = quantity_at_least(0)


def share(value: Json) -> Wrong | None:
    """A number of pods, or a percentage of them: `2` or `25%`. No upper limit."""
    if isinstance(value, str):
        return None if _PERCENT.fullmatch(value) else malformed(value, "a number or a percentage", "write it as 25%")
    return not_negative(value)


def share_of_all(value: Json) -> Wrong | None:
    """The same, at most 100%."""
    if isinstance(value, str) and _PERCENT.fullmatch(value) and int(value[:-1]) > 100:
        return out_of_range(value, "0% to 100%")
    return share(value)


def is_zero(value: Json) -> bool:
    """Of a number of pods or a percentage."""
    return value in (0, "0%") or (
        isinstance(value, str) and _PERCENT.fullmatch(value) is not None and not int(value[:-1])
    )
