"""IP addresses and ranges in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from generator.json_types import Json, JsonMap

IP = "net.IP"
CIDR = "net.CIDR"


def _address(value: Json) -> IPv4Address | IPv6Address:
    text = value[IP] if isinstance(value, dict) else value
    found = ipaddress.ip_address(text)
    if "%" in text or (isinstance(found, IPv6Address) and found.ipv4_mapped):
        raise ValueError("zones and IPv4 addresses as IPv6 are not allowed")
    return found


def _range(value: Json) -> IPv4Interface | IPv6Interface:
    text = value[CIDR] if isinstance(value, dict) else value
    address, slash, bits = text.partition("/")
    _address(address)
    if not slash or not bits.isdecimal() or (bits[0] == "0" and bits != "0"):
        raise ValueError("a range is written as 10.0.0.0/8")
    return ipaddress.ip_interface(text)


def is_ip(text: str) -> bool:
    try:
        _address(text)
    except ValueError:
        return False
    return True


def is_cidr(text: str) -> bool:
    try:
        _range(text)
    except ValueError:
        return False
    return True


def ip(text: str) -> JsonMap:
    return {IP: str(_address(text))}


def cidr(text: str) -> JsonMap:
    return {CIDR: str(_range(text))}


def ip_of_cidr(value: Json) -> JsonMap:
    return {IP: str(_range(value).ip)}


def is_canonical(text: str) -> bool:
    return str(_address(text)) == text


def family(value: Json) -> int:
    return _address(value).version


def is_unspecified(value: Json) -> bool:
    return _address(value).is_unspecified


def is_loopback(value: Json) -> bool:
    return _address(value).is_loopback


def is_link_local_multicast(value: Json) -> bool:
    found = _address(value)
    near = ipaddress.ip_network("224.0.0.0/24" if found.version == 4 else "ff02::/16")
    return found in near


def is_link_local_unicast(value: Json) -> bool:
    return _address(value).is_link_local


def is_global_unicast(value: Json) -> bool:
    """As Go says it: private addresses are among them."""
    found = _address(value)
    others = (found.is_unspecified, found.is_loopback, found.is_multicast, found.is_link_local)
    return not any(others) and str(found) != "255.255.255.255"


def contains_ip(value: Json, other: Json) -> bool:
    found, network = _address(other), _range(value).network
    return found.version == network.version and found in network


def contains_cidr(value: Json, other: Json) -> bool:
    outer, inner = _range(value).network, _range(other)
    return outer.version == inner.version and outer.prefixlen <= inner.network.prefixlen and inner.ip in outer


def masked(value: Json) -> JsonMap:
    return {CIDR: str(_range(value).network)}


def prefix_length(value: Json) -> int:
    return _range(value).network.prefixlen


def text(value: Json) -> str:
    """Of an address or a range."""
    found = value.get(IP) or value.get(CIDR)
    if not found:
        raise ValueError("no such overload")
    return str(found)
