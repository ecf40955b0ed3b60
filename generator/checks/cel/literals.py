"""An expression whose types fit -> what a server still refuses in it: literals that fail in any case.

https://kubernetes.io/docs/reference/using-api/cel/ names what is looked at: durations, times, regular expressions,
lists and maps of one type, and what `format` is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from generator.checks import re2
from generator.checks.cel.syntax import Call, ListOf, Literal, MapOf, Node, below
from generator.checks.cel.types import Type

_DURATION = re.compile(r"[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_CLAUSE = re.compile(r"%(%|(?:\.\d+)?(.))?", re.DOTALL)

Types = Mapping[int, Type]
"""Of each part of an expression, by its id."""

Misread = Iterator[tuple[Node, str]]
"""Parts of an expression, and what is wrong with them."""


def misread(node: Node, types: Types, *, formats: bool = False) -> Misread:
    """`formats` below a call of `format`, which takes items of any types."""
    if not formats:
        yield from ((node, wrong) for wrong in _mixed(node, types))
    if isinstance(node, Call):
        yield from ((node, wrong) for wrong in _call(node, types))
        formats = formats or node.function == "format"
    for inner in below(node):
        yield from misread(inner, types, formats=formats)


def _call(node: Call, types: Types) -> Iterator[str]:
    first = node.arguments[0] if node.arguments else None
    if isinstance(first, Literal) and first.type == "string":
        read = _READ.get(node.function)
        if read and not read(first.value):
            yield f"invalid argument of {node.function}"
    target = node.target
    if node.function == "format" and isinstance(target, Literal) and isinstance(first, ListOf):
        yield from _format(str(target.value), first, types)


def _mixed(node: Node, types: Types) -> Iterator[str]:
    if isinstance(node, ListOf):
        yield from _of_one_type(
            _inner(types[item.id], position in node.optional) for position, item in enumerate(node.items)
        )
    elif isinstance(node, MapOf) and not node.name:
        yield from _of_one_type(types[entry.key.id] for entry in node.entries if not isinstance(entry.key, str))
        yield from _of_one_type(_inner(types[entry.value.id], entry.optional) for entry in node.entries)


def _inner(own: Type, is_optional: bool) -> Type:
    return own.parameters[0] if is_optional and own.parameters else own


def _of_one_type(types: Iterable[Type]) -> Iterator[str]:
    own = list(types)
    other = next((item for item in own if item != own[0]), None)
    if other is not None:
        yield f"expected type '{own[0]}', found '{other}'"


def _format(text: str, given: ListOf, types: Types) -> Iterator[str]:
    """https://pkg.go.dev/github.com/google/cel-go/ext#Strings"""
    clauses = [match for match in _CLAUSE.finditer(text) if match[1] != "%"]
    for match, item in zip(clauses, given.items, strict=False):
        if match[2] not in _TAKES:
            yield f"there is no clause {match[0]}"
            return
        if not _takes(match[2], item, types):
            yield f"the clause {match[0]} takes no {types[item.id]}"
    if len(clauses) != len(given.items):
        yield f"the text has {len(clauses)} clauses, and {len(given.items)} are given"


def _takes(clause: str, item: Node, types: Types) -> bool:
    own = types[item.id]
    if own.name != "dyn" and own.name not in _TAKES[clause]:
        return False
    inner: tuple[Node, ...] = tuple(below(item)) if clause == "s" and isinstance(item, ListOf | MapOf) else ()
    return all(_takes(clause, other, types) for other in inner)


_TAKES: Mapping[str, frozenset[str]] = {
    "s": frozenset(
        (
            "list map int uint double bool string bytes type null_type google.protobuf.Timestamp "
            "google.protobuf.Duration"
        ).split()
    ),
    "d": frozenset({"int", "uint"}),
    "f": frozenset({"double", "string"}),
    "e": frozenset({"double", "string"}),
    "b": frozenset({"int", "uint", "bool"}),
    "x": frozenset({"int", "uint", "string", "bytes"}),
    "X": frozenset({"int", "uint", "string", "bytes"}),
    "o": frozenset({"int", "uint"}),
}


def _is_time(text: str) -> bool:
    """https://www.rfc-editor.org/rfc/rfc3339"""
    try:
        return "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


_READ: Mapping[str, Callable[[str], bool]] = {
    "duration": lambda text: _DURATION.fullmatch(text) is not None,
    "timestamp": _is_time,
    "matches": lambda text: not re2.mistake(text),
}
