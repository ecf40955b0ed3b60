"""An expression's tree and what is declared -> the type of each part, or the first mistake.

It judges as API servers do: https://github.com/google/cel-spec/blob/master/doc/langdef.md#overview says what, and
https://kubernetes.io/docs/reference/using-api/cel/#type-checking what Kubernetes adds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct, field

from generator.catalog.suggest import did_you_mean
from generator.checks.cel.errors import CelError
from generator.checks.cel.literals import misread
from generator.checks.cel.syntax import Call, ListOf, Literal, Loop, MapOf, Name, Node, Select, Tree, tree
from generator.checks.cel.types import (
    BOOL,
    DYN,
    INT,
    Bindings,
    Type,
    list_of,
    map_of,
    more_general,
    optional,
)

_DEPTH = 20_000
"""Of Python's calls: an expression may have some hundreds of levels, and each takes several of them."""


class Overload(Struct, frozen=True):
    parameters: tuple[Type, ...]
    result: Type
    member: bool


class Declared(Struct, frozen=True):
    """What an expression can use. `types` gives a message's type by its name, with its fields."""

    variables: Mapping[str, Type]
    functions: Mapping[str, Sequence[Overload]]
    macros: tuple[str, ...] = ()
    types: Callable[[str], Type | None] = field(default=lambda name: None)


class Checked(Struct, frozen=True):
    """By the id of each part: its type, the function that it calls, and the variable that it is."""

    tree: Tree
    types: Mapping[int, Type]
    calls: Mapping[int, tuple[str, Sequence[Overload], Node | None]]
    """The function's full name, those of its forms that fit, and what it is called on, if anything."""
    names: Mapping[int, str]

    @property
    def type(self) -> Type:
        return self.types[self.tree.root.id]


def check(text: str, declared: Declared) -> Checked:
    """Raises CelError."""
    with _deep():
        parsed = tree(text, declared.macros)
        checker = _Checker(parsed, declared)
        checker.visit(parsed.root)
        return checker.checked()


@contextmanager
def _deep() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class _Checker:
    def __init__(self, parsed: Tree, declared: Declared) -> None:
        self._tree = parsed
        self._declared = declared
        self._bindings = Bindings()
        self._scopes: list[dict[str, Type]] = [dict(declared.variables)]
        self._types: dict[int, Type] = {}
        self._calls: dict[int, tuple[str, Sequence[Overload], Node | None]] = {}
        self._names: dict[int, str] = {}

    def checked(self) -> Checked:
        types = {number: self._bindings.resolved(own, closed=True) for number, own in self._types.items()}
        for node, wrong in misread(self._tree.root, types):
            raise self._error(node, wrong)
        return Checked(self._tree, types, self._calls, self._names)

    def visit(self, node: Node) -> Type:
        found = self._of(node)
        self._types[node.id] = found
        return found

    def _of(self, node: Node) -> Type:
        match node:
            case Literal(type=name):
                found = Type("null_type" if name == "null" else name)
            case Name(name=name):
                found = self._name(node, name)
            case Select():
                found = self._select(node)
            case Call():
                found = self._call(node)
            case ListOf():
                found = self._list(node)
            case MapOf():
                found = self._message(node) if node.name else self._map(node)
            case _:
                found = self._loop(node)
        return found

    def _error(self, node: Node, message: str) -> CelError:
        return CelError(f"{message} ({self._tree.place(node)})")

    def _variable(self, name: str) -> Type | None:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        own = self._declared.types(name)
        return Type("type", (own,)) if own else None

    def _name(self, node: Node, name: str) -> Type:
        found = self._variable(name)
        if found is None:
            known = [key for scope in self._scopes for key in scope]
            raise self._error(node, f"undeclared reference to '{name}'{_near(name, known)}")
        self._names[node.id] = name
        return found

    def _select(self, node: Select) -> Type:
        path = None if node.presence else _path(node)
        if path and (found := self._variable(path)):
            self._names[node.id] = path
            return found
        result = self._field(node, node.operand, node.field)
        return BOOL if node.presence else self._bindings.resolved(result)

    def _field(self, node: Node, operand: Node, name: str) -> Type:
        whole = self._bindings.resolved(self.visit(operand))
        own = whole.parameters[0] if whole.name == "optional_type" else whole
        if own.fields is not None:
            if name not in own.fields:
                raise self._error(node, f"undefined field '{name}'{_near(name, own.fields)}")
            result = own.fields[name]
        elif own.name == "map":
            result = own.parameters[1]
        elif own.is_variable:
            self._bindings.fit([DYN], [own])
            result = DYN
        elif own.is_open:
            result = DYN
        else:
            raise self._error(node, f"type '{own}' does not support field selection")
        return optional(result) if own is not whole else result

    def _call(self, node: Call) -> Type:
        if node.function == "_?._":
            return self._optional_field(node)
        arguments = [self.visit(argument) for argument in node.arguments]
        functions = self._declared.functions
        if node.target is None:
            return self._resolve(node, node.function, None, arguments)
        path = _path(node.target)
        if path and f"{path}.{node.function}" in functions:
            return self._resolve(node, f"{path}.{node.function}", None, arguments)
        return self._resolve(node, node.function, node.target, [self.visit(node.target), *arguments])

    def _optional_field(self, node: Call) -> Type:
        operand, name = node.arguments
        if not isinstance(name, Literal) or name.type != "string":
            raise self._error(node, "only a field can be selected with .?")
        own = self._field(node, operand, name.value)
        self._types[name.id] = Type("string")
        self._calls[node.id] = ("_?._", (), None)
        return own if own.name == "optional_type" else optional(self._bindings.resolved(own))

    def _resolve(self, node: Call, name: str, target: Node | None, arguments: Sequence[Type]) -> Type:
        overloads = self._declared.functions.get(name)
        if overloads is None:
            raise self._error(node, f"undeclared reference to '{name}'{_near(name, self._declared.functions)}")
        fitting: list[Overload] = []
        result: Type | None = None
        for overload in overloads:
            if overload.member != (target is not None):
                continue
            own, *parameters = self._bindings.renamed([overload.result, *overload.parameters])
            if not self._bindings.fit(arguments, parameters):
                continue
            fitting.append(overload)
            own = self._bindings.resolved(own)
            result = own if result is None or result in (own, DYN) else DYN
        if result is None:
            raise self._error(node, self._no_overload(name, arguments, target is not None))
        self._calls[node.id] = (name, fitting, target)
        return result

    def _no_overload(self, name: str, arguments: Sequence[Type], member: bool) -> str:
        first, *rest = [str(self._bindings.resolved(own, closed=True)) for own in arguments] or [""]
        given = f"{first}.({', '.join(rest)})" if member else f"({', '.join([first, *rest])})"
        return f"no form of '{name}' takes {given}"

    def _joined(self, before: Type | None, own: Type) -> Type:
        if before is None:
            return own
        return more_general(before, own) if self._bindings.fit([before], [own]) else DYN

    def _shown(self, own: Type) -> Type:
        return self._bindings.resolved(own, closed=True)

    def _given(self, node: Node, is_optional: bool) -> Type:
        """The type of a value that stands behind a `?`, or not."""
        own = self.visit(node)
        if not is_optional or own.name == "dyn":
            return own
        if own.name != "optional_type":
            raise self._error(node, f"expected type 'optional_type({own})', found '{own}'")
        return own.parameters[0]

    def _list(self, node: ListOf) -> Type:
        joined: Type | None = None
        for position, item in enumerate(node.items):
            joined = self._joined(joined, self._given(item, position in node.optional))
        return list_of(joined or self._bindings.fresh())

    def _map(self, node: MapOf) -> Type:
        keys: Type | None = None
        values: Type | None = None
        for entry in node.entries:
            assert not isinstance(entry.key, str)
            keys = self._joined(keys, self.visit(entry.key))
            values = self._joined(values, self._given(entry.value, entry.optional))
        return map_of(keys or self._bindings.fresh(), values or self._bindings.fresh())

    def _message(self, node: MapOf) -> Type:
        own = self._declared.types(node.name)
        if own is None:
            raise self._error(node, f"undeclared reference to '{node.name}'")
        if own.fields is None:
            raise self._error(node, f"'{node.name}' is not a type with fields")
        for entry in node.entries:
            assert isinstance(entry.key, str)
            given = self._given(entry.value, entry.optional)
            if entry.key not in own.fields:
                raise self._error(node, f"undefined field '{entry.key}'{_near(entry.key, own.fields)}")
            expected = own.fields[entry.key]
            if not self._bindings.fit([expected], [given]):
                raise self._error(
                    entry.value, f"expected type of field '{entry.key}' is '{expected}', found '{self._shown(given)}'"
                )
        return own

    def _loop(self, node: Loop) -> Type:
        over = self._bindings.resolved(self.visit(node.over))
        start = self.visit(node.start)
        self._scopes.append({node.result_variable: start})
        self._scopes.append(dict(zip(node.variables, self._items(node, over), strict=False)))
        self._expect(node.condition, self.visit(node.condition), BOOL)
        self._expect(node.step, self.visit(node.step), start)
        self._scopes.pop()
        result = self._bindings.resolved(self.visit(node.result))
        self._scopes.pop()
        return result

    def _items(self, node: Loop, over: Type) -> Sequence[Type]:
        """What the variables of a loop are: an item, or a key; with two of them, an index or a key, and its value."""
        if over.name == "list":
            return (INT, over.parameters[0]) if len(node.variables) == 2 else over.parameters
        if over.name == "map":
            return over.parameters
        if not over.is_open and not over.is_variable:
            raise self._error(node.over, f"type '{over}' is none that can be gone through: a list, or a map")
        self._bindings.fit([DYN], [over])
        return (DYN, DYN)

    def _expect(self, node: Node, own: Type, expected: Type) -> None:
        if not self._bindings.fit([expected], [own]):
            raise self._error(node, f"expected type '{self._shown(expected)}', found '{self._shown(own)}'")


def _path(node: Node) -> str | None:
    """`a.b.c` as a name, which may be that of a variable or of a function."""
    match node:
        case Name(name=name):
            return name
        case Select(operand=operand, field=own, presence=False):
            before = _path(operand)
            return f"{before}.{own}" if before else None
    return None


def _near(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    near = did_you_mean(name, [key for key in known if key[:1].isalpha()])
    return f"; {near}" if near else ""
