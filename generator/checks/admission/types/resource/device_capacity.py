"""DeviceCapacity: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.wrong import Wrong, conflict, missing, out_of_range, shown, too_many
from generator.json_types import Json, JsonMap
from generator.quantity import parse

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceCapacity"

ALSO = (f"{_GROUP}.v1beta1.DeviceCapacity", f"{_GROUP}.v1beta2.DeviceCapacity")

FIELDS = {"requestPolicy": since("1.36", Field(), before=IGNORED)}

_MOST_VALUES = 10


def _amount(value: Json) -> Fraction:
    return Fraction(parse(value) or 0)


def policy(capacity: JsonMap) -> Iterator[Wrong]:
    """What a request gets that asks for nothing, and what one may ask for, are within the capacity."""
    own = capacity.get("requestPolicy")
    if own is not None:
        yield from (wrong.below("requestPolicy") for wrong in _policy(own, _amount(capacity.get("value"))))


def _policy(own: JsonMap, most: Fraction) -> Iterator[Wrong]:
    values, between = own.get("validValues") or (), own.get("validRange")
    if values and between is not None:
        yield conflict("validRange excludes validValues", "keep one of them").below("validRange")
    elif (values or between is not None) and own.get("default") is None:
        yield missing("default", why=f"for {'validValues' if values else 'validRange'}")
    elif values:
        yield from (wrong.below("validValues") for wrong in _values(values, own["default"], most))
    elif between is not None:
        yield from (wrong.below("validRange") for wrong in _range(between, own["default"], most))


def _values(values: list[Json], default: Json, most: Fraction) -> Iterator[Wrong]:
    amounts = [_amount(value) for value in values]
    if len(values) > _MOST_VALUES:
        yield too_many(len(values), _MOST_VALUES, "values")
    for position, amount in enumerate(amounts):
        if position and amount <= amounts[position - 1]:
            yield out_of_range(values[position], f"more than {shown(values[position - 1])}").below(position)
        if amount > most:
            yield out_of_range(values[position], "no more than the capacity").below(position)
    if _amount(default) not in amounts:
        yield out_of_range(default, "a default that is among the values")


def _range(between: JsonMap, default: Json, most: Fraction) -> Iterator[Wrong]:
    if between.get("min") is None:
        yield missing("min")
        return
    least, usual = _amount(between["min"]), _amount(default)
    last = most if between.get("max") is None else _amount(between["max"])
    if not least <= usual <= max(last, least):
        yield out_of_range(default, "a default within the range")
    if not least <= last <= most:
        yield out_of_range(between.get("max") or between["min"], "a range within the capacity")
    if between.get("step") is not None:
        yield from _steps(between, least, usual, most)


def _steps(between: JsonMap, least: Fraction, usual: Fraction, most: Fraction) -> Iterator[Wrong]:
    step = _amount(between["step"])
    ends = [usual, *([_amount(between["max"])] if between.get("max") is not None else ())]
    if step <= 0 or least + step > most or any((-(-end // 1) + (-least // 1)) % -(-step // 1) for end in ends):
        yield out_of_range(between["step"], "a step that leads from min to default and max").below("step")


RULES = (since("1.36", policy),)
