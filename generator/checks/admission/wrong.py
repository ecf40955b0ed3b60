"""What is wrong with a value, in the words of an API server's kinds of error, and what to do."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, Path, dotted
from generator.problems import Problem

WIDTH = 60
"""Characters of a value that a message shows."""


class Wrong:
    """`path` is the way from the value that was looked at; it grows outwards, as each level adds its own step."""

    __slots__ = ("fault", "hint", "message", "path")

    def __init__(self, fault: str, message: str, hint: str = "", path: Path = ()) -> None:
        self.fault = fault
        self.message = message
        self.hint = hint
        self.path = path

    def below(self, *steps: str | int) -> Wrong:
        """The same, seen from further out."""
        self.path = (*steps, *self.path)
        return self

    def problem(self) -> Problem:
        return Problem(self.fault, dotted(self.path), self.message, self.hint)


class Unmergeable(Wrong):
    """What server-side apply cannot merge: two items of a list with one key, or none. No kind is excused of it."""

    __slots__ = ()


def shown(value: Json) -> str:
    """A value as JSON, cut to what a line can hold."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, sort_keys=True)
    text = text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."
    return f'"{text}"' if isinstance(value, str) else text


def missing(name: str, hint: str = "", *, why: str = "") -> Wrong:
    """A field that has to be set, at its own place."""
    return Wrong("missing-field", f"{name} must be set{why and f' {why}'}", hint or f"add `{name}`", (name,))


def unsupported(value: Json, allowed: Collection[str]) -> Wrong:
    """A value that is none of those that there are."""
    near = did_you_mean(str(value), allowed)
    hint = near or f"write one of {', '.join(allowed)}"
    return Wrong("unsupported-value", f"expected one of {', '.join(allowed)}, found {shown(value)}", hint)


def out_of_range(value: Json, expected: str, hint: str = "") -> Wrong:
    """A number beyond its limits; `expected` names them (`1 to 65535`)."""
    return Wrong(
        "out-of-range", f"expected {expected}, found {shown(value)}", hint or f"write a number that is {expected}"
    )


def malformed(value: Json, expected: str, hint: str) -> Wrong:
    """Text that has not the form of what it should be; `expected` describes it."""
    return Wrong("malformed-value", f"expected {expected}, found {shown(value)}", hint)


def forbidden(why: str, hint: str) -> Wrong:
    """A field that may not be set here: `may not be set when hostNetwork is false`."""
    return Wrong("forbidden-field", why, hint)


def conflict(why: str, hint: str) -> Wrong:
    """Fields that exclude one another, or of which exactly one is wanted."""
    return Wrong("conflicting-fields", why, hint)


def duplicate(value: Json, what: str, hint: str = "") -> Wrong:
    """An item of a list that was there before."""
    return Wrong("duplicate-item", f"{what} {shown(value)} is there twice", hint or "remove or rename one of them")


def unknown(value: Json, what: str, known: Iterable[str], hint: str = "") -> Wrong:
    """A name that refers to nothing within the object: `volume`, of which there are `known`."""
    names = list(known)
    there = f"there {'is' if len(names) == 1 else 'are'} {', '.join(names)}" if names else f"there is no {what} at all"
    return Wrong("unknown-name", f"there is no {what} {shown(value)}", did_you_mean(str(value), names) or hint or there)


def too_many(number: int, limit: int, what: str) -> Wrong:
    """More than there may be, of items or of bytes: `what` is their plural."""
    return Wrong(
        "too-many", f"expected at most {limit:,} {what}, found {number:,}", f"leave out {number - limit:,} {what}"
    )
