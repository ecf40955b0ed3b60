"""A checked expression and the shape of what it looks at -> the most that it can cost, as a server estimates it.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions
A server refuses rules that could cost too much, so the estimate is its estimate: what each operation costs is what the
CEL library and Kubernetes say, and sizes come from the schema's limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct

from generator.checks.cel.calls import Given, call_cost, call_size
from generator.checks.cel.checker import Checked
from generator.checks.cel.ranges import FREE, NOTHING, ONE, UNKNOWN, Range, exactly
from generator.checks.cel.shapes import Shape
from generator.checks.cel.syntax import Call, ListOf, Literal, Loop, MapOf, Name, Node, Select
from generator.checks.cel.types import BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT, Type

_LIST, _MAP, _MESSAGE = exactly(10), exactly(30), exactly(40)
"""What making one costs."""

_SCALARS = frozenset({BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT})
_HIDDEN = "@result"

Steps = tuple[str, ...]


class _Entry(Struct, frozen=True):
    """How large the keys and the values of a list or a map are."""

    is_list: bool
    key: Range
    value: Range

    def union(self, other: _Entry | None) -> _Entry | None:
        if other is None:
            return None
        return _Entry(self.is_list, self.key.union(other.key), self.value.union(other.value))


class _Local(Struct, frozen=True):
    """What a macro's variable stands for."""

    steps: Steps
    size: Range | None
    entry: _Entry | None


def most(checked: Checked, shape: Shape) -> int:
    """In units of CEL; `shape` is that of `self`."""
    return _Estimate(checked, shape).cost(checked.tree.root).most


class _Estimate:
    def __init__(self, checked: Checked, shape: Shape) -> None:
        self._checked = checked
        self._shape = shape
        self._steps: dict[int, Steps] = {}
        self._sizes: dict[int, Range] = {}
        self._entries: dict[int, _Entry] = {}
        self._locals: dict[str, list[_Local]] = {}

    def cost(self, node: Node) -> Range:
        match node:
            case Name(name=name):
                self._steps[node.id] = own.steps if (own := self._local(name)) else (name,)
                found = ONE
            case Select():
                found = self._select(node)
            case Call():
                found = self._call(node)
            case ListOf():
                found = self._list(node)
            case MapOf():
                found = self._map(node)
            case Loop():
                found = self._bind(node) if self._is_bind(node) else self._loop(node)
            case _:
                found = FREE
        return found

    def _local(self, name: str) -> _Local | None:
        own = self._locals.get(name)
        return own[-1] if own else None

    @contextmanager
    def _with(self, name: str, local: _Local) -> Iterator[None]:
        self._locals.setdefault(name, []).append(local)
        yield
        self._locals[name].pop()

    def _type(self, node: Node) -> Type:
        return self._checked.types[node.id]

    def _way(self, node: Node) -> Steps:
        """How a value is reached from a variable; empty where it is not."""
        if isinstance(node, Name) and (own := self._local(node.name)):
            return own.steps
        return self._steps.get(node.id, ())

    def _select(self, node: Select) -> Range:
        if node.id in self._checked.names:
            self._steps[node.id] = (self._checked.names[node.id],)
            return ONE
        found = self.cost(node.operand)
        if node.presence:
            return found
        own = self._type(node.operand)
        self._steps[node.id] = (*self._way(node.operand), node.field)
        return found.plus(ONE) if own.name == "map" or own.fields is not None else found

    def _call(self, node: Call) -> Range:
        name, overloads, target = self._checked.calls[node.id]
        if name == "dyn":
            found = self.cost(node.arguments[0])
            self._copy(node, node.arguments[0])
            return found.plus(ONE)
        costs = [self.cost(argument) for argument in node.arguments]
        arguments = [self._given(argument) for argument in node.arguments]
        before = self.cost(target) if target else FREE
        on = self._given(target) if target else None
        found = NOTHING
        size: Range | None = None
        for parameters in [overload.parameters for overload in overloads] or [()]:
            own = call_cost(name, parameters, on, arguments, costs)
            found = found.union(own)
            result = call_size(name, parameters, on, arguments)
            size = result.union(size) if result and size else result or size
            size = self._indexed(node, name, parameters) if name == "_[_]" else size
            size = size or self._size(node)
        self._joined(node, name, overloads[0].parameters if overloads else ())
        if size:
            self._sizes[node.id] = size
        return before.plus(found)

    def _indexed(self, node: Call, name: str, parameters: Sequence[Type]) -> Range | None:
        if parameters[0].name not in ("list", "map"):
            return None
        whole = node.arguments[0]
        step = "@items" if parameters[0].name == "list" else "@values"
        entry = self._entry(whole)
        self._steps[node.id] = (*self._way(whole), step)
        return entry.value if entry else None

    def _joined(self, node: Call, name: str, parameters: Sequence[Type]) -> None:
        """What a choice or a sum of lists holds."""
        if name == "_?_:_" or (name == "_+_" and parameters and parameters[0].name in ("string", "bytes", "list")):
            one, other = (self._entry(argument) for argument in node.arguments[-2:])
            joined = one.union(other) if one else None
            if joined:
                self._entries[node.id] = joined

    def _given(self, node: Node) -> Given:
        steps = self._way(node)
        steps = () if steps[:1] == (_HIDDEN,) else steps
        literal = node.value if isinstance(node, Literal) else None
        return Given(self._type(node), steps, self._size(node), self._at, literal)

    def _list(self, node: ListOf) -> Range:
        found, size = _LIST, NOTHING if node.items else FREE
        for item in node.items:
            found = found.plus(self.cost(item))
            size = size.union(self._size(item) or UNKNOWN)
        self._entries[node.id] = _Entry(True, ONE, size)
        return found

    def _map(self, node: MapOf) -> Range:
        found = _MESSAGE if node.name else _MAP
        keys = values = NOTHING if node.entries else FREE
        for entry in node.entries:
            if not isinstance(entry.key, str):
                found = found.plus(self.cost(entry.key))
                keys = keys.union(self._size(entry.key) or UNKNOWN)
            found = found.plus(self.cost(entry.value))
            values = values.union(self._size(entry.value) or UNKNOWN)
        if not node.name:
            self._entries[node.id] = _Entry(False, keys, values)
        return found

    def _loop(self, node: Loop) -> Range:
        found = self.cost(node.over).plus(self.cost(node.start))
        start = _Local(self._way(node.start), self._size(node.start), self._entry(node.start))
        with self._with(node.result_variable, start):
            each = self._each(node)
            found = found.plus(self.cost(node.result))
        count = self._size(node.over) or UNKNOWN
        if isinstance(node.start, Literal):
            self._sizes[node.id] = self._size(node.start) or UNKNOWN
        elif isinstance(node.start, ListOf | MapOf):
            self._sizes[node.id] = count
            if entry := self._entry(node.step):
                self._entries[node.id] = entry
        return found.plus(count.times(each))

    def _each(self, node: Loop) -> Range:
        """The cost of one turn."""
        entry = self._entry(node.over)
        is_list = entry.is_list if entry else self._type(node.over).name == "list"
        way = self._way(node.over)
        key = _Local((*way, "@indices" if is_list else "@keys"), entry.key if entry else None, None)
        value = _Local((*way, "@items" if is_list else "@values"), entry.value if entry else None, None)
        first, *second = node.variables
        with self._with(first, key if second or not is_list else value):
            if not second:
                return self.cost(node.condition).plus(self.cost(node.step))
            with self._with(second[0], value):
                return self.cost(node.condition).plus(self.cost(node.step))

    def _is_bind(self, node: Loop) -> bool:
        """A macro that only names a value."""
        never = isinstance(node.condition, Literal) and node.condition.value is False
        return never and isinstance(node.over, ListOf) and not node.over.items

    def _bind(self, node: Loop) -> Range:
        found = self.cost(node.over).plus(self.cost(node.start))
        local = _Local(self._way(node.start), self._size(node.start), self._entry(node.start))
        with self._with(node.result_variable, local):
            found = found.plus(self.cost(node.result))
            self._copy(node, node.result)
        return found

    def _copy(self, node: Node, source: Node) -> None:
        if size := self._size(source):
            self._sizes[node.id] = size
        if entry := self._entry(source):
            self._entries[node.id] = entry

    def _entry(self, node: Node) -> _Entry | None:
        if node.id in self._entries:
            return self._entries[node.id]
        own = self._local(node.name) if isinstance(node, Name) else None
        return own.entry if own else None

    def _size(self, node: Node) -> Range | None:
        """The number of its characters or items, as far as one can know."""
        if node.id in self._sizes:
            return self._sizes[node.id]
        if (written := _written_size(node)) is not None:
            return exactly(written)
        found = self._at(self._way(node))
        if found:
            self._sizes[node.id] = found
            return found
        own = self._type(node)
        own = own.parameters[0] if own.name == "optional_type" else own
        if own in _SCALARS:
            return ONE
        local = self._local(node.name) if isinstance(node, Name) else None
        return local.size if local else None

    def _at(self, steps: Steps) -> Range | None:
        """What the schema says of the size of what is there."""
        at: Shape | None = self._shape
        for step in steps[1:]:
            if at is None:
                return None
            at = _STEPS[step](at) if step in _STEPS else at.fields.get(step, at.named)
        return Range(0, at.most) if steps and at else None


def _written_size(node: Node) -> int | None:
    match node:
        case Literal(type="string" | "bytes", value=value):
            return len(value)
        case Literal():
            return 1
        case ListOf(items=items):
            return len(items)
        case MapOf(name="", entries=entries):
            return len(entries)
    return None


_STEPS: Mapping[str, Callable[[Shape], Shape | None]] = {
    "@items": lambda shape: shape.item,
    "@values": lambda shape: shape.item,
    "@keys": lambda shape: shape.key,
}
