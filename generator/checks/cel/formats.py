"""Kubernetes' named formats in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library

What `validate` gives is an optional list. One cannot be made outside of CEL, so it is a map that `hasValue` and `value`
know.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from generator.checks.admission import formats
from generator.checks.cel import urls
from generator.json_types import Json, JsonMap

NAME = "kubernetes.NamedFormat"
_OPTIONAL = "kubernetes.OptionalList"
_UUID = re.compile(r"(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")


def _fits(check: Callable[[str], Json]) -> Callable[[str], bool]:
    return lambda text: check(text) is None


def _beginning(check: Callable[[str], Json]) -> Callable[[str], bool]:
    """Of generated names: a hyphen may end them."""
    return lambda text: check(f"{text[:-1]}a" if text.endswith("-") else text) is None


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "dns1123Label": _fits(formats.dns_label),
    "dns1123Subdomain": _fits(formats.dns_subdomain),
    "dns1035Label": _fits(formats.dns_1035_label),
    "qualifiedName": _fits(formats.qualified_name),
    "dns1123LabelPrefix": _beginning(formats.dns_label),
    "dns1123SubdomainPrefix": _beginning(formats.dns_subdomain),
    "dns1035LabelPrefix": _beginning(formats.dns_1035_label),
    "labelValue": _fits(formats.label_value),
    "uri": urls.is_url,
    "uuid": lambda text: _UUID.fullmatch(text) is not None,
    "byte": formats.reads(lambda text: base64.b64decode(text, validate=True)),
    "date": formats.reads(date.fromisoformat),
    "datetime": formats.reads(datetime.fromisoformat),
}


def named(name: str) -> JsonMap:
    if name not in FORMATS:
        raise ValueError(f"there is no format {name}")
    return {NAME: name}


def validate(value: Json, text: str) -> JsonMap:
    """What is wrong with a text, as an optional list."""
    return {_OPTIONAL: [] if FORMATS[value[NAME]](text) else [f"not of the format {value[NAME]}"]}


def has_value(optional: Json) -> bool:
    return bool(optional[_OPTIONAL])


def value(optional: Json) -> Json:
    if not optional[_OPTIONAL]:
        raise ValueError("optional.none() dereference")
    return optional[_OPTIONAL]
