"""The CEL expressions that choose devices: https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#resourceclaim-selectors"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from generator.checks.admission.field import Made, number
from generator.checks.admission.types.admissionregistration.expressions import expression
from generator.checks.admission.wrong import Wrong, missing, too_many
from generator.checks.cel.checker import Declared
from generator.checks.cel.declarations import TYPE_NAMES, functions, macros
from generator.checks.cel.types import BOOL, DYN, STRING, Type, map_of, message
from generator.json_types import JsonMap

_LONGEST = 10 * 1024


@cache
def _declared(minor: int) -> Declared:
    fields = {
        "driver": STRING,
        "attributes": map_of(STRING, map_of(STRING, DYN)),
        "capacity": map_of(STRING, map_of(STRING, Type("kubernetes.Quantity"))),
        "allowMultipleAllocations": BOOL,
    }
    variables = {**TYPE_NAMES, "device": message("kubernetes.DRADevice", fields)}
    return Declared(variables, functions(minor), (*macros(minor), "bindings"))


def _selector(selector: JsonMap, minor: int) -> Iterator[Wrong]:
    own = selector.get("cel")
    if own is None:
        yield missing("cel")
        return
    text = own.get("expression") or ""
    if len(text) > _LONGEST:
        yield too_many(len(text), _LONGEST, "characters of expression").below("cel", "expression")
    elif wrong := expression(text, _declared(minor), (BOOL, DYN)):
        yield wrong.below("cel", "expression")


CHOOSES = Made(lambda minor: lambda selector: _selector(selector, number(minor)[1]))
