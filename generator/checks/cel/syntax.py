"""The text of a CEL expression -> its tree, with macros written out.

https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax. The library parses, and gives its tree as a
protocol buffer (`cel.expr.ParsedExpr`), of which only what is needed is read.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct

from generator.checks.cel.errors import CelError, told
from generator.json_types import Json


class Literal(Struct, frozen=True):
    id: int
    type: str
    value: Json


class Name(Struct, frozen=True):
    id: int
    name: str


class Select(Struct, frozen=True):
    """`operand.field`, or `has(operand.field)`."""

    id: int
    operand: Node
    field: str
    presence: bool


class Call(Struct, frozen=True):
    id: int
    target: Node | None
    function: str
    arguments: Sequence[Node]


class ListOf(Struct, frozen=True):
    """`optional` are the positions of items that may not be there."""

    id: int
    items: Sequence[Node]
    optional: frozenset[int]


class Entry(Struct, frozen=True):
    """Of a map, or of a message: there the key is a field's name."""

    key: Node | str
    value: Node
    optional: bool


class MapOf(Struct, frozen=True):
    """A map, or a message where it has a type's name."""

    id: int
    name: str
    entries: Sequence[Entry]


class Loop(Struct, frozen=True):
    """What macros such as `all` become."""

    id: int
    variables: Sequence[str]
    over: Node
    result_variable: str
    start: Node
    condition: Node
    step: Node
    result: Node


Node: TypeAlias = Literal | Name | Select | Call | ListOf | MapOf | Loop


class Tree(Struct, frozen=True):
    root: Node
    text: str
    info: bytes
    """Where nodes begin, as it is read when a mistake is told."""

    def place(self, node: Node) -> str:
        entries = [_fields(entry) for entry in _fields(self.info).get(4, ())]
        offsets = {_one(entry, 1, 0): _one(entry, 2, 0) for entry in entries}
        before = self.text[: offsets.get(node.id, 0)]
        return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def tree(text: str, macros: tuple[str, ...]) -> Tree:
    """With what some libraries add to the syntax (`optional`, ...); raises CelError."""
    try:
        written = _parser(macros).compile(text, disable_check=True).serialize()
    except RuntimeError as error:
        raise CelError(told(error)) from None
    parsed = _fields(_one(_fields(written), 2))
    return Tree(_node(_one(parsed, 2)), text, _one(parsed, 3))


def below(node: Node) -> Iterator[Node]:
    """The nodes right below one."""
    match node:
        case Select(operand=operand):
            yield operand
        case Call(target=target, arguments=arguments):
            yield from (*((target,) if target else ()), *arguments)
        case ListOf(items=items):
            yield from items
        case MapOf(entries=entries):
            for entry in entries:
                yield from (entry.value,) if isinstance(entry.key, str) else (entry.key, entry.value)
        case Loop():
            yield from (node.over, node.start, node.condition, node.step, node.result)


@cache
def _parser(libraries: tuple[str, ...]) -> Json:
    from cel_expr_python import cel

    config = "extensions:\n" + "".join(f"- name: {name}\n" for name in libraries)
    return cel.NewEnv(config=cel.NewEnvConfigFromYaml(config) if libraries else None)


def _fields(data: bytes) -> dict[int, list[Json]]:
    """The wire format: a field's number -> its values. https://protobuf.dev/programming-guides/encoding/"""
    found: dict[int, list[Json]] = {}
    at = 0
    while at < len(data):
        tag, at = _number(data, at)
        value: Json
        match tag & 7:
            case 0:
                value, at = _number(data, at)
            case 1:
                value, at = data[at : at + 8], at + 8
            case 2:
                size, at = _number(data, at)
                value, at = data[at : at + size], at + size
            case other:
                raise ValueError(f"no such type on the wire: {other}")
        found.setdefault(tag >> 3, []).append(value)
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    if data[at] < 128:
        return data[at], at + 1
    result = shift = 0
    while True:
        byte = data[at]
        result |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return result, at


def _one(fields: Mapping[int, Sequence[Json]], number: int, otherwise: Json = b"") -> Json:
    values = fields.get(number)
    return values[-1] if values else otherwise


def _node(data: bytes) -> Node:
    fields = _fields(data)
    kind = next((number for number in fields if number != 2), 0)
    return _KINDS[kind](_one(fields, 2, 0), _fields(_one(fields, kind)))


def _literal(identity: int, fields: Mapping[int, Sequence[Json]]) -> Node:
    number, values = next(iter(fields.items()))
    name, read = _LITERALS[number]
    return Literal(identity, name, read(values[-1]))


def _call(identity: int, fields: Mapping[int, Sequence[Json]]) -> Node:
    target = _node(_one(fields, 1)) if 1 in fields else None
    return Call(identity, target, _text(fields, 2), [_node(item) for item in fields.get(3, ())])


def _list(identity: int, fields: Mapping[int, Sequence[Json]]) -> Node:
    optional: set[int] = set()
    for packed in fields.get(2, ()):
        at = 0
        while at < len(packed):
            position, at = _number(packed, at)
            optional.add(position)
    return ListOf(identity, [_node(item) for item in fields.get(1, ())], frozenset(optional))


def _map(identity: int, fields: Mapping[int, Sequence[Json]]) -> Node:
    entries = [_fields(entry) for entry in fields.get(2, ())]
    return MapOf(
        identity,
        _text(fields, 1),
        [
            Entry(
                _node(_one(entry, 3)) if 3 in entry else _text(entry, 2), _node(_one(entry, 4)), bool(_one(entry, 5, 0))
            )
            for entry in entries
        ],
    )


def _loop(identity: int, fields: Mapping[int, Sequence[Json]]) -> Node:
    names = [name for name in (_text(fields, 1), _text(fields, 8)) if name]
    over, start, condition, step, result = (_node(_one(fields, number)) for number in (2, 4, 5, 6, 7))
    return Loop(identity, names, over, _text(fields, 3), start, condition, step, result)


def _text(fields: Mapping[int, Sequence[Json]], number: int) -> str:
    text: str = _one(fields, number).decode()
    return text


def _signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value


_LITERALS: Mapping[int, tuple[str, Callable[[Json], Json]]] = {
    1: ("null", lambda _: None),
    2: ("bool", bool),
    3: ("int", _signed),
    4: ("uint", int),
    5: ("double", lambda value: struct.unpack("<d", value)[0]),
    6: ("string", bytes.decode),
    7: ("bytes", bytes),
}

_KINDS: Mapping[int, Callable[[int, Mapping[int, Sequence[Json]]], Node]] = {
    3: _literal,
    4: lambda identity, fields: Name(identity, _text(fields, 1)),
    5: lambda identity, fields: Select(identity, _node(_one(fields, 1)), _text(fields, 2), bool(_one(fields, 3, 0))),
    6: _call,
    7: _list,
    8: _map,
    9: _loop,
}
