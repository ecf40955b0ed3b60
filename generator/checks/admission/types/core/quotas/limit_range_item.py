"""LimitRangeItem: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/limit-range-v1/#LimitRangeSpec"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.checks.admission import formats, resource_names
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.quotas import names
from generator.checks.admission.wrong import Wrong, conflict, forbidden, missing, out_of_range, unsupported
from generator.json_types import Json, JsonMap
from generator.quantity import parse

TYPE = "io.k8s.api.core.v1.LimitRangeItem"

_TYPES = ("Container", "Pod", "PersistentVolumeClaim")
_MAPS = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")
_ORDER = (
    ("min", "max"),
    ("min", "defaultRequest"),
    ("defaultRequest", "max"),
    ("defaultRequest", "default"),
    ("min", "default"),
    ("default", "max"),
)
"""The first of each pair is not more than the second."""


def _default(item: JsonMap) -> Json:
    """A container's limit is the greatest that there may be, where nothing is said."""
    return {**(item.get("max") or {}), **(item.get("default") or {})} if item.get("type") == "Container" else None


def _default_request(item: JsonMap) -> Json:
    if item.get("type") != "Container":
        return None
    return {**(item.get("min") or {}), **(_default(item) or {}), **(item.get("defaultRequest") or {})}


FIELDS = {
    "type": Field(required=True),
    "default": Field(default=_default),
    "defaultRequest": Field(default=_default_request),
}


def kind(item: JsonMap) -> Iterator[Wrong]:
    own = item.get("type") or ""
    if own and (wrong := formats.qualified_name(own)):
        yield wrong.below("type")
    elif own and "/" not in own and own not in _TYPES:
        yield unsupported(own, _TYPES).below("type")
    if own == "Pod":
        for field in ("default", "defaultRequest"):
            if item.get(field):
                yield forbidden(f"the type Pod has no {field}", "write it for the type Container").below(field)
    if own == "PersistentVolumeClaim" and not any("storage" in (item.get(side) or {}) for side in ("min", "max")):
        yield missing("storage", why="in `min` or `max`, or in both").below("max")


def resources(item: JsonMap) -> Iterator[Wrong]:
    form = resource_names.of_container if item.get("type") in ("Container", "Pod") else names.of_limit
    for field in _MAPS:
        for name in item.get(field) or ():
            if wrong := form(name):
                yield wrong.below(field, name)


def order(item: JsonMap) -> Iterator[Wrong]:
    own = _amounts(item)
    for lower, upper in _ORDER:
        for name, amount in own[lower].items():
            if name in own[upper] and amount > own[upper][name]:
                field = lower if name in (item.get(lower) or {}) else upper
                yield conflict(f"{lower} of {name} is more than {upper}", f"lower {lower}, or raise {upper}").below(
                    field, name
                )
    yield from _ratios(item, own)
    yield from _without_overcommitment(item, own)


def _amounts(item: JsonMap) -> Mapping[str, Mapping[str, Fraction]]:
    """As the server has them: with defaults, in thousandths."""
    filled = {**item, "default": _default(item) or item.get("default")}
    filled["defaultRequest"] = _default_request(item) or item.get("defaultRequest")
    if item.get("type") == "Pod":
        filled["default"] = filled["defaultRequest"] = None
    return {field: {name: _rounded(value) for name, value in (filled.get(field) or {}).items()} for field in _MAPS}


def _rounded(value: Json) -> Fraction:
    amount = (parse(value) or Fraction(0)) * 1000
    return Fraction(-(-amount // 1), 1000)


def _ratios(item: JsonMap, own: Mapping[str, Mapping[str, Fraction]]) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/concepts/policy/limit-range/"""
    for name, ratio in own["maxLimitRequestRatio"].items():
        place = ("maxLimitRequestRatio", name)
        least, most = own["min"].get(name), own["max"].get(name)
        if ratio < 1:
            yield out_of_range(item["maxLimitRequestRatio"][name], "1 or more").below(*place)
        elif least and most is not None and ratio > most / least:
            yield conflict("the ratio is more than max divided by min", "lower it").below(*place)


def _without_overcommitment(item: JsonMap, own: Mapping[str, Mapping[str, Fraction]]) -> Iterator[Wrong]:
    for name, amount in own["defaultRequest"].items():
        shared = names.is_native(name) and not name.startswith("hugepages-")
        if not shared and own["default"].get(name, amount) != amount:
            field = "defaultRequest" if name in (item.get("defaultRequest") or {}) else "default"
            yield conflict(f"request and limit of {name} must be equal", "write the same").below(field, name)


RULES = (kind, resources, order)
