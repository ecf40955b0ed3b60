"""A function and what it is given -> what a call of it can cost, and how large its result can be.

https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries. Going through a text
costs a tenth of its length; trying an expression on it a quarter of the expression's length times as much.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from generator.checks.cel.ranges import FREE, MOST, ONE, UNKNOWN, Range, exactly
from generator.checks.cel.types import Type
from generator.json_types import Json

_TRAVERSAL = 0.1
_EXPRESSION = 0.25
_CHECK = exactly(350_000)
"""An authorizer is asked at most twice in an expression."""

_ADDRESS = Range(4, 16)
"""Bytes of one."""
_LONGEST_FORMAT = 128


class Given(Struct, frozen=True):
    """Of what a function is called on or with: its type, the way to it, its size, and its value where it is written."""

    type: Type
    steps: tuple[str, ...]
    own_size: Range | None
    at: Callable[[tuple[str, ...]], Range | None]
    literal: Json = None

    @property
    def size(self) -> Range:
        return self.own_size or self.at(self.steps) or UNKNOWN

    @property
    def known(self) -> Range:
        """Its size as the language itself knows it."""
        return self.own_size or UNKNOWN

    @property
    def item(self) -> Given | None:
        """Of a list."""
        if not self.type.parameters:
            return None
        steps = (*self.steps, "@items") if self.steps else ()
        return Given(self.type.parameters[0], steps, None, self.at)

    def traversed(self, factor: float = 1) -> Range:
        return self.size.scaled(factor * _TRAVERSAL)


Kind = Callable[["Given | None", Sequence[Given], Sequence[Type]], "Range | None"]
"""What it is called on, what it is given, the types of the form that fits -> cost without its arguments', or size."""


def call_cost(
    name: str, parameters: Sequence[Type], on: Given | None, arguments: Sequence[Given], costs: Sequence[Range]
) -> Range:
    if name in ("_&&_", "_||_"):
        return Range(costs[0].least, costs[0].plus(costs[1]).most)
    if name == "_?_:_":
        return costs[0].plus(costs[1].union(costs[2]))
    own = _COSTS[name](on, arguments, parameters) if name in _COSTS else None
    found = ONE if own is None else own
    for cost in costs:
        found = found.plus(cost)
    return found


def call_size(name: str, parameters: Sequence[Type], on: Given | None, arguments: Sequence[Given]) -> Range | None:
    return _SIZES[name](on, arguments, parameters) if name in _SIZES else None


def _check(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return _CHECK


def _selector(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    """A list of requirements, each of two characters at least."""
    size = arguments[0].size
    return exactly(10).plus(size.scaled(_TRAVERSAL)).plus(size.scaled(0.5).scaled(50))


def _through_list(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if on is None:
        return None
    item = on.item
    if item is None:  # of a text, which has the same functions
        return on.traversed()
    each = ONE.plus(item.traversed()) if item.type.name in ("string", "bytes") else ONE
    return on.size.times(each)


def _argument(factor: float = 1) -> Kind:
    return lambda on, arguments, parameters: arguments[0].traversed(factor) if arguments else None


def _target(factor: float = 1) -> Kind:
    return lambda on, arguments, parameters: on.traversed(factor) if on else None


def _join(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    size = _joined_size(on, arguments, parameters)
    return size.scaled(_TRAVERSAL) if size else None


def _joined_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if on is None:
        return None
    item = on.item
    size = on.size.times(item.size) if item else FREE
    if arguments:
        between = Range(max(on.size.least - 1, 0), max(on.size.most - 1, 0))
        size = size.plus(arguments[0].size.times(between))
    return size


def _find(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if on is None:
        return None
    return on.size.plus(ONE).scaled(_TRAVERSAL).times(arguments[0].size.scaled(_EXPRESSION))


def _matches(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if on is None:
        return None
    return on.known.plus(ONE).scaled(_TRAVERSAL).times(arguments[0].known.scaled(_EXPRESSION))


def _contains(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return on.known.scaled(_TRAVERSAL).times(arguments[0].known.scaled(_TRAVERSAL)) if on else None


def _contains_address(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    found = _ADDRESS.plus(_ADDRESS).scaled(_TRAVERSAL)
    return found.plus(arguments[0].traversed()) if parameters[1].name == "string" else found


def _contains_range(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return _contains_address(on, arguments, parameters).plus(_ADDRESS.scaled(_TRAVERSAL)).plus(ONE)


def _address(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return arguments[0].traversed() if arguments else ONE


def _validate(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return arguments[0].traversed().scaled(_LONGEST_FORMAT * _EXPRESSION)


def _compared(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    shorter = min(argument.known.most for argument in arguments)
    return Range(1 if shorter else 0, shorter).scaled(_TRAVERSAL)


def _equal(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    one, other = (argument.type for argument in arguments)
    return ONE if one == other and one.name in _AS_A_WHOLE else _compared(on, arguments, parameters)


def _ordered(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return _compared(on, arguments, parameters) if parameters[0].name in ("string", "bytes") else None


def _plus(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    size = _sum_size(on, arguments, parameters)
    return size.scaled(_TRAVERSAL) if size and parameters[0].name != "list" else None


def _sum_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if parameters[0].name not in ("string", "bytes", "list"):
        return None
    return arguments[0].known.plus(arguments[1].known)


def _in(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return arguments[1].known if parameters[1].name == "list" else None


def _converted(source: str) -> Kind:
    def cost(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
        return arguments[0].known.scaled(_TRAVERSAL) if parameters[0].name == source else None

    return cost


def _bytes_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    size = arguments[0].known
    return Range(size.least, size.most * 4 % (MOST + 1)) if parameters[0].name == "string" else None


def _string_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    size = arguments[0].known
    return Range(size.least // 4, size.most) if parameters[0].name == "bytes" else None


def _known(factor: float = 1) -> Kind:
    return lambda on, arguments, parameters: arguments[0].known.scaled(factor * _TRAVERSAL)


def _quoted_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    size = arguments[0].known
    return Range(size.least + 2, (size.most * 2 + 2) % (MOST + 1))


def _format(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return on.known.scaled(_TRAVERSAL) if on else None


def _split_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    limit = arguments[1].literal if len(arguments) > 1 else None
    return Range(0, limit if isinstance(limit, int) else on.size.most) if on else None


def _found_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return Range(0, on.size.most) if on else None


def _same_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return on.size if on else arguments[0].size if arguments else None


def _either_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return arguments[1].known.union(arguments[2].known)


def _replaced_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if on is None:
        return None
    size, old, new = on.size, arguments[0].size, arguments[1].size
    most, kept_most = _replacements(size.most, old.least, new.most)
    least, kept_least = _replacements_at_least(size.least, old.most, new.least)
    return Range(least, most).times(new).plus(Range(kept_least, kept_most))


def _replacements(size: int, shortest: int, longest_new: int) -> tuple[int, int]:
    """At most: how often, and how many characters stay. An empty text stands between all characters."""
    if not shortest:
        return min(size + 1, MOST), size
    if longest_new <= shortest:
        return 0, size
    return min(math.ceil(float(size) / float(shortest)), MOST), 0


def _replacements_at_least(size: int, longest: int, shortest_new: int) -> tuple[int, int]:
    if not longest:
        return min(size + 1, MOST), size
    if longest <= shortest_new:
        return 0, size
    return min(math.ceil(float(size) / float(longest)), MOST), 0


def _sets(factor: float) -> Kind:
    """Each item of one list is held against each of the other."""
    return lambda on, arguments, parameters: arguments[0].size.times(arguments[1].size).scaled(factor).plus(ONE)


def _written(argument: Given, otherwise: int) -> int:
    return max(argument.literal, 0) if isinstance(argument.literal, int) else otherwise


def _slice_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    if on is None:
        return None
    start, end = _written(arguments[0], 0), _written(arguments[1], on.size.most)
    return exactly((end - start) % (MOST + 1))


def _range_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return exactly(_written(arguments[0], MOST))


def _squared_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
    return on.size.times(on.size) if on else None


def _sorted_by_size(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range:
    return arguments[0].size.times(arguments[0].size)


def _makes_list(size: Kind, factor: Callable[[Sequence[Given], Sequence[Type]], float]) -> Kind:
    """What is in proportion to the size of a new list."""

    def cost(on: Given | None, arguments: Sequence[Given], parameters: Sequence[Type]) -> Range | None:
        found = size(on, arguments, parameters)
        return found.scaled(factor(arguments, parameters)).plus(exactly(11)) if found else None

    return cost


def _flattening(arguments: Sequence[Given], parameters: Sequence[Type]) -> float:
    return _written(arguments[0], MOST) if arguments else 1


def _comparing(arguments: Sequence[Given], parameters: Sequence[Type]) -> float:
    """Of the items that a list is sorted by."""
    return 2 + _TRAVERSAL if parameters[-1].parameters[0].name in ("string", "bytes") else 2


def _each(names: str, kind: Kind) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


_AS_A_WHOLE = frozenset(
    (
        "net.IP net.CIDR kubernetes.Quantity kubernetes.Semver kubernetes.authorization.Authorizer "
        "kubernetes.authorization.PathCheck kubernetes.authorization.GroupCheck "
        "kubernetes.authorization.ResourceCheck kubernetes.authorization.Decision"
    ).split()
)

_COSTS: Mapping[str, Kind] = {
    "check": _check,
    **_each("fieldSelector labelSelector", _selector),
    **_each("isSorted sum max min indexOf lastIndexOf", _through_list),
    **_each("url jsonpatch.escapeKey isIP isCIDR cidr quantity isQuantity semver isSemver", _argument()),
    **_each("lowerAscii upperAscii substring trim", _target()),
    **_each("replace split", _target(2)),
    "join": _join,
    **_each("find findAll", _find),
    "ip": _address,
    "ip.isCanonical": _argument(2),
    "containsIP": _contains_address,
    "containsCIDR": _contains_range,
    "validate": _validate,
    "matches": _matches,
    "contains": _contains,
    **_each("startsWith endsWith", _known()),
    "@in": _in,
    "_==_": _equal,
    "_!=_": _compared,
    **_each("_<_ _<=_ _>_ _>=_", _ordered),
    "_+_": _plus,
    "bytes": _converted("string"),
    "string": _converted("bytes"),
    "strings.quote": _known(),
    "format": _format,
    **_each("sets.contains sets.intersects", _sets(1)),
    "sets.equivalent": _sets(2),
    "slice": _makes_list(_slice_size, lambda arguments, parameters: 1),
    "lists.range": _makes_list(_range_size, lambda arguments, parameters: 1),
    "reverse": _makes_list(_same_size, lambda arguments, parameters: 1),
    "flatten": _makes_list(_same_size, _flattening),
    "distinct": _makes_list(_squared_size, lambda arguments, parameters: 2),
    "sort": _makes_list(_squared_size, _comparing),
    "@sortByAssociatedKeys": _makes_list(_sorted_by_size, _comparing),
}
"""Any other call costs one."""

_SIZES: Mapping[str, Kind] = {
    **_each("url jsonpatch.escapeKey lowerAscii upperAscii substring trim", _same_size),
    "replace": _replaced_size,
    "split": _split_size,
    "join": _joined_size,
    **_each("find findAll", _found_size),
    "_+_": _sum_size,
    "_?_:_": _either_size,
    "bytes": _bytes_size,
    "string": _string_size,
    "strings.quote": _quoted_size,
    "slice": _slice_size,
    "lists.range": _range_size,
    **_each("reverse flatten", _same_size),
    **_each("distinct sort", _squared_size),
    "@sortByAssociatedKeys": _sorted_by_size,
}
