"""The types of CEL expressions: which may stand for which, and what a type's variable stands for.

https://github.com/google/cel-spec/blob/master/doc/langdef.md#gradual-type-checking. It follows the implementation that
API servers use where the specification leaves things open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True, slots=True)
class Type:
    """One type is another if their names and parameters are the same; a message has `fields`, a variable's name a $."""

    name: str
    parameters: tuple[Type, ...] = ()
    fields: Mapping[str, Type] | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.parameters))})" if self.parameters else self.name

    @property
    def is_variable(self) -> bool:
        return self.name[0] == "$"

    @property
    def is_open(self) -> bool:
        """Nothing is known of it before it has a value."""
        return self.name in ("dyn", "error")


DYN, ERROR, NULL, BOOL, INT, UINT, DOUBLE, STRING, BYTES = map(
    Type, ("dyn", "error", "null_type", "bool", "int", "uint", "double", "string", "bytes")
)
TIMESTAMP, DURATION = Type("google.protobuf.Timestamp"), Type("google.protobuf.Duration")
SCALARS = frozenset({NULL, BOOL, INT, UINT, DOUBLE, STRING, BYTES})
PLAIN = SCALARS | {TIMESTAMP, DURATION}


def list_of(item: Type) -> Type:
    return Type("list", (item,))


def map_of(key: Type, value: Type) -> Type:
    return Type("map", (key, value))


def optional(inner: Type) -> Type:
    return Type("optional_type", (inner,))


def message(name: str, fields: Mapping[str, Type]) -> Type:
    return Type(name, (), fields)


_SHORT = {"timestamp": TIMESTAMP, "duration": DURATION}
_PART = re.compile(r"\s*([\w.]+)(\()?\s*")


@cache
def type_of(text: str) -> Type:
    """`map(string, A)` -> the type; a single capital is a variable."""
    found, rest = _type(text)
    assert not rest, text
    return found


def _type(text: str) -> tuple[Type, str]:
    match = _PART.match(text)
    assert match, text
    name, rest = match[1], text[match.end() :]
    if not match[2]:
        return (Type(f"${name}") if len(name) == 1 and name.isupper() else _SHORT.get(name) or Type(name)), rest
    inner: list[Type] = []
    while rest[0] != ")":
        found, rest = _type(rest.lstrip(", "))
        inner.append(found)
    return Type(name, tuple(inner)), rest[1:].lstrip()


class Bindings:
    """What the variables of an expression's types stand for."""

    def __init__(self) -> None:
        self._bound: dict[str, Type] = {}
        self._count = 0

    def fresh(self) -> Type:
        self._count += 1
        return Type(f"${self._count}")

    def renamed(self, types: Sequence[Type]) -> list[Type]:
        """A function's types, with variables of their own for this call."""
        own: dict[str, Type] = {}
        return [self._renamed(item, own) for item in types]

    def _renamed(self, item: Type, own: dict[str, Type]) -> Type:
        if item.is_variable:
            if item.name not in own:
                own[item.name] = self.fresh()
            return own[item.name]
        if not item.parameters:
            return item
        return Type(item.name, tuple(self._renamed(inner, own) for inner in item.parameters))

    def fit(self, ones: Sequence[Type], others: Sequence[Type]) -> bool:
        """Whether each may stand for the other, one by one. What follows for variables is kept only if all do."""
        before = dict(self._bound)
        if self._all_fit(ones, others):
            return True
        self._bound = before
        return False

    def resolved(self, item: Type, *, closed: bool = False) -> Type:
        """With variables replaced by what they stand for, and with dyn where `closed` and nothing is known."""
        while item.is_variable and item.name in self._bound:
            item = self._bound[item.name]
        if item.is_variable:
            return DYN if closed else item
        if not item.parameters:
            return item
        return Type(item.name, tuple(self.resolved(inner, closed=closed) for inner in item.parameters), item.fields)

    def _fits(self, one: Type, other: Type) -> bool:
        if other.is_variable:
            fits, is_bound = self._binds(other, one)
            if fits or is_bound:
                return fits
        if one.is_variable:
            return self._binds(one, other)[0]
        if one.is_open or other.is_open:
            return True
        if NULL in (one, other):
            return _may_be_null(one if other == NULL else other)
        return one.name == other.name and (one.name == "type" or self._all_fit(one.parameters, other.parameters))

    def _all_fit(self, ones: Sequence[Type], others: Sequence[Type]) -> bool:
        pairs = zip(ones, others, strict=False)
        return len(ones) == len(others) and all(self._fits(one, other) for one, other in pairs)

    def _binds(self, variable: Type, item: Type) -> tuple[bool, bool]:
        """Whether the variable can stand for the type, and whether it stood for one before."""
        if variable == item:
            return True, True
        bound = self._bound.get(variable.name)
        if bound is None:
            if self._occurs(variable, item):
                return False, False
            self._bound[variable.name] = item
            return True, False
        if bound != item:
            if not self._fits(item, bound):
                return False, True
            wider = more_general(item, bound)
            if not self._occurs(variable, wider):
                self._bound[variable.name] = wider
        return True, True

    def _occurs(self, variable: Type, item: Type) -> bool:
        if variable == item:
            return True
        if item.is_variable:
            bound = self._bound.get(item.name)
            return bound is not None and self._occurs(variable, bound)
        return any(self._occurs(variable, inner) for inner in item.parameters)


def more_general(one: Type, other: Type) -> Type:
    """Of two types that fit."""
    return one if _is_wider(one, other) else other


def _is_wider(one: Type, other: Type) -> bool:
    if one.name == "dyn" or one.is_variable:
        return True
    if other.name == "dyn" or other.is_variable or one.name != other.name:
        return False
    if one.name == "type":
        return True
    return len(one.parameters) == len(other.parameters) and all(
        _is_wider(*pair) for pair in zip(one.parameters, other.parameters, strict=True)
    )


def _may_be_null(item: Type) -> bool:
    return item not in SCALARS - {NULL} and item.name not in ("list", "map", "type")
