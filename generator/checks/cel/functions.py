"""The functions that Kubernetes adds to CEL, by name: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries

Values of Kubernetes' own types (a quantity, a URL, an address) are maps with one key, the type's name: they are equal
where their values are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct

from generator.checks.cel import addresses, formats, lists, quantities, texts, urls, versions
from generator.json_types import Json


class Overload(Struct, frozen=True):
    function: Callable[..., Json]
    parameters: Sequence[str]
    returns: str
    member: bool = True


def _of(function: Callable[..., Json], parameters: str, returns: str) -> tuple[Overload, ...]:
    return (Overload(function, parameters.split(), returns, member=False),)


def _on(function: Callable[..., Json], parameters: str, returns: str) -> tuple[Overload, ...]:
    return (Overload(function, parameters.split(), returns),)


def _compared(value: Json, other: Json) -> int:
    """Of two quantities, or two versions."""
    kind = next((kind for kind in (quantities, versions) if kind.NAME in value), None)
    if kind is None or kind.NAME not in other:
        raise ValueError("no such overload: two quantities or two versions are compared")
    one, two = kind.key(value), kind.key(other)
    return int(one > two) - int(one < two)


FUNCTIONS: Mapping[str, Sequence[Overload]] = {
    "isSorted": _on(lists.is_sorted, "list", "bool"),
    "sum": _on(lists.total, "list", "dyn"),
    "min": _on(lists.least, "list", "dyn"),
    "max": _on(lists.greatest, "list", "dyn"),
    "indexOf": _on(lists.index_of, "list dyn", "int"),
    "lastIndexOf": _on(lists.last_index_of, "list dyn", "int"),
    "find": _on(texts.find, "string string", "string"),
    "findAll": (
        *_on(texts.find_all, "string string", "list"),
        *_on(texts.find_all, "string string int", "list"),
    ),
    "isURL": _of(urls.is_url, "string", "bool"),
    "url": _of(urls.url, "string", "dyn"),
    "getScheme": _on(urls.scheme, "dyn", "string"),
    "getHost": _on(urls.host, "dyn", "string"),
    "getHostname": _on(urls.hostname, "dyn", "string"),
    "getPort": _on(urls.port, "dyn", "string"),
    "getEscapedPath": _on(urls.escaped_path, "dyn", "string"),
    "getQuery": _on(urls.query, "dyn", "map"),
    "isQuantity": _of(quantities.is_quantity, "string", "bool"),
    "quantity": _of(quantities.quantity, "string", "dyn"),
    "sign": _on(quantities.sign, "dyn", "int"),
    "isInteger": _on(quantities.is_integer, "dyn", "bool"),
    "asInteger": _on(quantities.as_integer, "dyn", "int"),
    "asApproximateFloat": _on(quantities.as_float, "dyn", "double"),
    "add": _on(quantities.add, "dyn dyn", "dyn"),
    "sub": _on(quantities.subtract, "dyn dyn", "dyn"),
    "isGreaterThan": _on(lambda value, other: _compared(value, other) > 0, "dyn dyn", "bool"),
    "isLessThan": _on(lambda value, other: _compared(value, other) < 0, "dyn dyn", "bool"),
    "compareTo": _on(_compared, "dyn dyn", "int"),
    "isSemver": (
        *_of(versions.is_version, "string", "bool"),
        *_of(versions.is_version, "string bool", "bool"),
    ),
    "semver": (
        *_of(versions.version, "string", "dyn"),
        *_of(versions.version, "string bool", "dyn"),
    ),
    "major": _on(versions.major, "dyn", "int"),
    "minor": _on(versions.minor, "dyn", "int"),
    "patch": _on(versions.patch, "dyn", "int"),
    "isIP": _of(addresses.is_ip, "string", "bool"),
    "ip": (
        *_of(addresses.ip, "string", "dyn"),
        *_on(addresses.ip_of_cidr, "dyn", "dyn"),
    ),
    "ip.isCanonical": _of(addresses.is_canonical, "string", "bool"),
    "family": _on(addresses.family, "dyn", "int"),
    "isUnspecified": _on(addresses.is_unspecified, "dyn", "bool"),
    "isLoopback": _on(addresses.is_loopback, "dyn", "bool"),
    "isLinkLocalMulticast": _on(addresses.is_link_local_multicast, "dyn", "bool"),
    "isLinkLocalUnicast": _on(addresses.is_link_local_unicast, "dyn", "bool"),
    "isGlobalUnicast": _on(addresses.is_global_unicast, "dyn", "bool"),
    "isCIDR": _of(addresses.is_cidr, "string", "bool"),
    "cidr": _of(addresses.cidr, "string", "dyn"),
    "containsIP": _on(addresses.contains_ip, "dyn dyn", "bool"),
    "containsCIDR": _on(addresses.contains_cidr, "dyn dyn", "bool"),
    "masked": _on(addresses.masked, "dyn", "dyn"),
    "prefixLength": _on(addresses.prefix_length, "dyn", "int"),
    "string": _of(addresses.text, "map", "string"),
    **{f"format.{name}": _of(partial(formats.named, name), "", "dyn") for name in formats.FORMATS},
    "format.named": _of(formats.named, "string", "dyn"),
    "validate": _on(formats.validate, "dyn string", "dyn"),
    "hasValue": _on(formats.has_value, "map", "bool"),
    "value": _on(formats.value, "map", "dyn"),
}
