"""The CEL expressions that choose devices: https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#resourceclaim-selectors"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from generator.checks.admission.field import Made, number
from generator.checks.admission.types.admissionregistration.expressions import expression, typed
from generator.checks.admission.types.apiextensions.typed_rules import costly
from generator.checks.admission.wrong import Wrong, missing, too_many
from generator.checks.cel import cost
from generator.checks.cel.checker import Declared
from generator.checks.cel.declarations import TYPE_NAMES, functions, macros
from generator.checks.cel.shapes import Shape
from generator.checks.cel.types import BOOL, DYN, STRING, Type, map_of, message
from generator.json_types import JsonMap

_LONGEST = 10 * 1024
_MOST_OF_A_SELECTOR = 1_000_000
_MOST_ATTRIBUTES = 32
"""Of a device, and so of each domain."""


def _by_domain(value: Shape, *, named: Shape | None = None) -> Shape:
    ids = Shape(map_of(STRING, value.type), 2, _MOST_ATTRIBUTES, key=Shape(STRING, 2, 32), item=value, named=named)
    return Shape(map_of(STRING, ids.type), 2, _MOST_ATTRIBUTES, key=Shape(STRING, 2, 63), item=ids)


_ATTRIBUTE = Shape(DYN, 1, 64)
_FIELDS = {
    "driver": Shape(STRING, 2, 63),
    "attributes": _by_domain(_ATTRIBUTE, named=_ATTRIBUTE),
    "capacity": _by_domain(Shape(Type("kubernetes.Quantity"), 1)),
    "allowMultipleAllocations": Shape(BOOL, 4, 1),
}
_DEVICE = Shape(message("kubernetes.DRADevice", {name: shape.type for name, shape in _FIELDS.items()}), 2, 0, _FIELDS)


@cache
def _declared(minor: int) -> Declared:
    variables = {**TYPE_NAMES, "device": _DEVICE.type}
    return Declared(variables, functions(minor), (*macros(minor), "bindings"))


def _selector(selector: JsonMap, minor: int) -> Iterator[Wrong]:
    own = selector.get("cel")
    if own is None:
        yield missing("cel")
        return
    text = own.get("expression") or ""
    if len(text) > _LONGEST:
        yield too_many(len(text), _LONGEST, "characters of expression").below("cel", "expression")
    elif wrong := expression(text, declared := _declared(minor), (BOOL, DYN)) or _costly(text, declared):
        yield wrong.below("cel", "expression")


def _costly(text: str, declared: Declared) -> Wrong | None:
    found = typed(text, declared)
    own = 0 if isinstance(found, Wrong) else cost.most(found, _DEVICE)
    return costly(own, _MOST_OF_A_SELECTOR, "the selector") if own > _MOST_OF_A_SELECTOR else None


CHOOSES = Made(lambda minor: lambda selector: _selector(selector, number(minor)[1]))
