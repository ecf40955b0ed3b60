"""ResourceFieldSelector: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/resource-field-selector/"""

from __future__ import annotations

import re

from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, unsupported
from generator.json_types import Json
from generator.quantity import parse

TYPE = "io.k8s.api.core.v1.ResourceFieldSelector"

FIELDS = {"resource": Field(required=True)}

_FIELDS = tuple(f"{kind}.{name}" for kind in ("limits", "requests") for name in ("cpu", "memory", "ephemeral-storage"))
_PAGES = ("limits.hugepages-", "requests.hugepages-")
_UNITS = ("1", *(f"1{unit}" for unit in ("k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")))

_ODD = re.compile(r"\+.*|0[0-9].*|[0-9]+\.?[eE][-+0-9].*|[0-9]+\.")
"""Whole numbers that are compared as they are written."""


def of_containers(selector: Json) -> Wrong | None:
    """A selector of what a container asks for, counted in one of the units that there are."""
    resource = selector.get("resource") or ""
    if resource and resource not in _FIELDS and not resource.startswith(_PAGES):
        return unsupported(resource, _FIELDS).below("resource")
    units = ("1", "1m") if resource.endswith(".cpu") else _UNITS
    divisor = selector.get("divisor")
    if not divisor or not parse(divisor) or not resource or _is_one_of(divisor, units):
        return None
    return unsupported(str(divisor), units).below("divisor")


def _is_one_of(value: Json, units: tuple[str, ...]) -> bool:
    """Whether it comes to one of them: units of thousands, of 1024 and with exponents are kept apart."""
    amount, text = parse(value), str(value).strip()
    if _ODD.fullmatch(text):
        return False
    return any(amount == parse(unit) and (unit == "1" or _family(unit) == _family(text)) for unit in units)


def _family(text: str) -> str:
    return "binary" if text.endswith("i") else "exponent" if text[-1:].isdigit() and "e" in text.lower() else "decimal"
