"""IP addresses and their ranges, as an API server reads them -> constraints.

Up to 1.35 leading zeros and IPv4 within IPv6 pass; from 1.36 on they do not:
https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/#StrictIPCIDRValidation
"""

from __future__ import annotations

import ipaddress
import re
from typing import TypeAlias

from generator.checks.admission.field import Constraint, since
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_DOTTED = re.compile(r"(?<![0-9A-Fa-f:.])0+(?=[0-9])|(?<=\.)0+(?=[0-9])")
"""Zeros that lead a part of an IPv4 address."""


def address(value: Json) -> Address | None:
    """As the older versions read it; None for what is none."""
    if not isinstance(value, str) or "%" in value:
        return None
    try:
        return ipaddress.ip_address(_DOTTED.sub("", value) if "." in value else value)
    except ValueError:
        return None


def network(value: Json) -> Network | None:
    """The same of a range such as `10.0.0.0/8`, whose address may have more bits than its prefix."""
    text, slash, length = value.partition("/") if isinstance(value, str) else ("", "", "")
    own = address(text)
    if own is None or not (slash and length.isascii() and length.isdigit()):
        return None
    try:
        return ipaddress.ip_network((own, int(length)), strict=False)
    except ValueError:
        return None


def family(value: Json) -> str:
    """`IPv4` or `IPv6`; empty for what is no address. IPv4 within IPv6 counts as IPv4, as it does in Go."""
    own = address(value)
    if own is None:
        return ""
    return "IPv4" if own.version == 4 or own.ipv4_mapped else "IPv6"


def _readable(value: Json) -> Wrong | None:
    return None if address(value) else malformed(value, "an IP address", "write it as 10.0.0.1 or 2001:db8::1")


def _strict(value: Json) -> Wrong | None:
    if wrong := _readable(value):
        return wrong
    own = address(value)
    if isinstance(own, ipaddress.IPv6Address) and own.ipv4_mapped:
        return malformed(value, "an IPv4 address in its own form", f"write it as {own.ipv4_mapped}")
    if "." in value and _DOTTED.search(value):
        return malformed(value, "an IP address without leading zeros", f"write it as {own}")
    return None


def canonical(value: Json) -> Wrong | None:
    """An address in the one form that it has: IPv6 in lower case, shortened."""
    if wrong := _strict(value):
        return wrong
    own = str(address(value))
    return None if value == own else malformed(value, "the address's canonical form", f"write it as {own}")


def _readable_range(value: Json) -> Wrong | None:
    if network(value):
        return None
    return malformed(value, "a range of IP addresses", "write it as 10.0.0.0/8 or 2001:db8::/64")


def _strict_range(value: Json) -> Wrong | None:
    if wrong := _readable_range(value):
        return wrong
    text, _, length = value.partition("/")
    if wrong := _strict(text):
        return wrong
    if length != str(int(length)):
        return malformed(value, "a range without leading zeros", f"write it as {text}/{int(length)}")
    own = network(value)
    if own and address(text) != own.network_address:
        return malformed(value, "a range without bits beyond its prefix", f"write it as {own}")
    return None


def canonical_cidr(value: Json) -> Wrong | None:
    """A range in the one form that it has."""
    if wrong := _strict_range(value):
        return wrong
    own = str(network(value))
    return None if value == own else malformed(value, "the range's canonical form", f"write it as {own}")


def endpoint(value: Json) -> Wrong | None:
    """An address that can be sent to: https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors"""
    own = address(value)
    if own is None:
        return None
    if isinstance(own, ipaddress.IPv6Address) and own.ipv4_mapped:
        own = own.ipv4_mapped
    what = _special(own)
    return malformed(value, f"an address other than {what}", "write one that others can reach") if what else None


def _special(own: Address) -> str:
    if own.is_unspecified:
        return "the unspecified one"
    if own.is_loopback:
        return "a loopback one"
    if own.is_link_local:
        return "a link-local one"
    first = own.packed
    if first[:3] == b"\xe0\0\0" if own.version == 4 else first[0] == 0xFF and first[1] & 0x0F == 0x02:
        return "a link-local multicast one"  # https://pkg.go.dev/net#IP.IsLinkLocalMulticast
    return ""


def _padded(constraint: Constraint) -> Constraint:
    return lambda value: constraint(value.strip())


def _endpoint(constraint: Constraint) -> Constraint:
    return lambda value: constraint(value) or endpoint(value)


def _or_none(constraint: Constraint) -> Constraint:
    return lambda value: None if value == "None" else constraint(value)


ip = since("1.36", _strict, before=_readable)
"""By version, as a Field's constraint: an address."""

cidr = since("1.36", _strict_range, before=_readable_range)
"""A range."""

padded_cidr = since("1.36", _padded(_strict_range), before=_padded(_readable_range))
"""A range that may have spaces around it."""

endpoint_ip = since("1.36", _endpoint(_strict), before=_endpoint(_readable))
"""An address that can be sent to."""

cluster_ip = since("1.36", _or_none(_strict), before=_or_none(_readable))
"""An address, or the None of a headless Service."""
