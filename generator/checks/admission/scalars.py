"""Values of one piece -> what an API server cannot decode: types, sizes of numbers, quantities, base64, times."""

from __future__ import annotations

import binascii
import datetime
import math
import re
from collections.abc import Mapping

from generator.checks.admission.field import Constraint
from generator.checks.admission.wrong import Wrong, shown
from generator.json_types import Json, JsonMap
from generator.quantity import parse

_BITS = {"int32": 31, "int64": 63}


def wrong_type(value: Json, expected: str, hint: str = "") -> Wrong:
    """A value of another type than the API has for the field."""
    if isinstance(value, dict | list):
        found = "a map" if isinstance(value, dict) else "a list"
    else:
        found = f"{_name(value)} {shown(value)}"
    return Wrong("wrong-type", f"expected {expected}, found {found}", hint or f"write {expected}")


def _name(value: Json) -> str:
    return "boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number"


def string(value: Json) -> Wrong | None:
    if type(value) is str:
        return None
    hint = "" if isinstance(value, dict | list) else f'put it between quotes: "{shown(value)}"'
    return wrong_type(value, "a string", hint)


def boolean(value: Json) -> Wrong | None:
    if type(value) is bool:
        return None
    hint = "remove the quotes" if str(value).lower() in ("true", "false") else "write true or false"
    return wrong_type(value, "true or false", hint)


def integer(bits: int) -> Constraint:
    """A whole number of so many bits and a sign; `3.0` is one."""
    limit = 1 << bits

    def check(value: Json) -> Wrong | None:
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is not int:
            return wrong_type(value, "a whole number", "remove the quotes" if isinstance(value, str) else "")
        if -limit <= value < limit:
            return None
        expected = f"a whole number of at most {bits + 1} bits"
        return Wrong("undecodable-value", f"expected {expected}, found {shown(value)}", f"write {expected}")

    return check


def number(value: Json) -> Wrong | None:
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return None
    return wrong_type(value, "a number")


def quantity(value: Json) -> Wrong | None:
    if isinstance(value, bool | dict | list):
        return wrong_type(value, "a quantity such as 500m or 128Mi")
    if parse(value) is not None:
        return None
    expected = "a quantity such as 500m, 2 or 128Mi"
    hint = "a number, then none or one of n u m k M G T P E Ki Mi Gi Ti Pi Ei, or an exponent; no space"
    return Wrong("undecodable-value", f"expected {expected}, found {shown(value)}", hint)


def int_or_string(value: Json) -> Wrong | None:
    return None if type(value) is str else _integer_of_32_bits(value)


_integer_of_32_bits = integer(31)


def base64(value: Json) -> Wrong | None:
    """A Secret's value is in no message."""
    if type(value) is not str:
        return Wrong("wrong-type", "expected base64, found something else", "write it under `stringData`")
    try:
        # Line ends are skipped by Go's decoder: https://pkg.go.dev/encoding/base64
        binascii.a2b_base64(value.replace("\n", "").replace("\r", ""), strict_mode=True)
    except (ValueError, binascii.Error):
        return Wrong("undecodable-value", "expected base64", "encode it, or write it as it is under `stringData`")
    return None


def _moment(form: str, example: str) -> Constraint:
    """A time of a form; which ones there are, the calendar says."""
    compiled = re.compile(form, re.ASCII)

    def check(value: Json) -> Wrong | None:
        if type(value) is not str:
            return wrong_type(value, f"a time such as {example}")
        if compiled.fullmatch(value) and _is_moment(value):
            return None
        expected = f"expected a time such as {example}, found {shown(value)}"
        return Wrong("undecodable-value", expected, "write it like that")

    return check


def _is_moment(value: str) -> bool:
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_SECONDS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)"

time = _moment(rf"{_SECONDS}(?:[.,]\d+)?{_ZONE}", "2006-01-02T15:04:05Z")
"""https://www.rfc-editor.org/rfc/rfc3339#section-5.6"""

micro_time = _moment(rf"{_SECONDS}[.,]\d{{6}}{_ZONE}", "2006-01-02T15:04:05.000000Z")
"""The same with millionths, neither more nor less: https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#MicroTime"""


def anything(value: Json) -> None:
    return None


def anything_in_a_map(value: Json) -> Wrong | None:
    return None if type(value) is dict else wrong_type(value, "a map")


def of(schema: JsonMap) -> Constraint:
    """The check of a definition that is neither a map nor a list."""
    kinds = schema.get("type", ())
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    form = schema.get("format", "")
    if "integer" in kinds:
        return integer(_BITS.get(form, 63))
    if "boolean" in kinds:
        return boolean
    if "number" in kinds:
        return number
    if "string" in kinds:
        return {"byte": base64, "date-time": time}.get(form, string)
    return anything


BY_TYPE: Mapping[str, Constraint] = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": quantity,
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": int_or_string,
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": micro_time,
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": anything_in_a_map,
    "io.k8s.apimachinery.pkg.runtime.RawExtension": anything_in_a_map,
}
"""Definitions that say less than the server asks for, and maps that are not types without fields."""
