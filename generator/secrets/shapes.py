"""The shape of a random value, as the catalog declares it -> the keys that it fills, and why it would be refused."""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Mapping
from typing import Final

from generator.json_types import JsonMap

ALPHABETS: Final[Mapping[str, str]] = {
    "alphanumeric": string.ascii_letters + string.digits,
    "letters": string.ascii_letters,
    "digits": string.digits,
    "hex": string.digits + "abcdef",
    "url": string.ascii_letters + string.digits + "-._~",
    "printable": "".join(map(chr, range(33, 127))),
}
"""`url` has the characters that need no escape in a URL, `printable` those of ASCII but the space."""

ENCODINGS: Final = ("base64", "base64url", "hex", "raw")
TYPES: Final = ("ed25519", "ec", "rsa")
CURVES: Final = ("P-256", "P-384", "P-521")
FORMATS: Final = ("pkcs8", "openssh")

SHAPES: Final[Mapping[str, JsonMap]] = {
    "password": {"length": 32, "alphabet": "alphanumeric"},
    "bytes": {"length": 32, "encoding": "base64"},
    "uuid": {},
    "keyPair": {"type": "ed25519", "format": "pkcs8"},
    "tls": {"type": "ec", "days": 365, "certificate": "tls.crt"},
    "htpasswd": {"cost": 12},
}
"""Their fields' defaults, by name."""

WORDS: Final = ("password", "bytes", "uuid", "keyPair")
"""Those whose name alone is enough."""

PAIR: Final[JsonMap] = {"bits": 3072, "curve": "P-256"}
"""The defaults of what belongs to one type of key only."""

LEAST_LENGTH, LEAST_ENTROPY, LEAST_BYTES, LEAST_RSA, LEAST_COST = 12, 64, 16, 2048, 10

_FURTHER = {"keyPair": "publicKey", "tls": "certificate", "htpasswd": "password"}
"""The field that names a second key."""


def parts(shape: JsonMap) -> tuple[str, JsonMap]:
    """The name of a shape, empty where there is none, and its fields, with the defaults of those that are not given."""
    name = next((name for name in SHAPES if shape.get(name) is not None), "")
    given = {field: value for field, value in shape.get(name, {}).items() if value is not None}
    return name, {**SHAPES.get(name, {}), **given}


def keys(shape: JsonMap, key: str) -> tuple[str, ...]:
    """All keys that the shape fills: the one that declares it is the first."""
    name, own = parts(shape)
    further = own.get(_FURTHER.get(name, ""))
    return (key, further) if further else (key,)


def characters(own: JsonMap) -> str:
    """Those that a password is made of, each once."""
    return "".join(dict.fromkeys(own["characters"] if "characters" in own else ALPHABETS[own["alphabet"]]))


def weak(shape: JsonMap) -> str:
    """Why no value is made of a shape, or of one that lacks something: empty where nothing is wrong."""
    name, own = parts(shape)
    return _REASONS[name](own) if name else f"it names no shape; there are {', '.join(SHAPES)}"


def _password(own: JsonMap) -> str:
    length, alphabet = own["length"], characters(own)
    if not alphabet.isprintable():
        return "`characters` holds one that cannot be printed"
    if length < LEAST_LENGTH:
        return f"a password of {length} characters is short; it has {LEAST_LENGTH} at least"
    bits = length * math.log2(len(alphabet) or 1)
    if bits >= LEAST_ENTROPY:
        return ""
    many = "one character" if len(alphabet) == 1 else f"{len(alphabet)} characters"
    enough = f"; a `length` of {math.ceil(LEAST_ENTROPY / math.log2(len(alphabet)))} is enough" if bits else ""
    has = f"a password of length {length} out of {many} has {int(bits)} bits of entropy"
    return f"{has}, not {LEAST_ENTROPY} or more{enough}"


def _bytes(own: JsonMap) -> str:
    few = own["length"] < LEAST_BYTES
    return f"{own['length']} random bytes are few; they are {LEAST_BYTES} at least" if few else ""


def _pair(own: JsonMap) -> str:
    for field, kind in (("bits", "rsa"), ("curve", "ec")):
        if field in own and own["type"] != kind:
            return f"`{field}` is for keys of type {kind}, and this one is {own['type']}"
    small = own.get("bits", LEAST_RSA) < LEAST_RSA
    return f"an RSA key of {own['bits']} bits can be broken; it has {LEAST_RSA} at least" if small else ""


def _tls(own: JsonMap) -> str:
    if not own.get("dnsNames"):
        return "a certificate is for host names: `dnsNames` is missing"
    if len(own.get("commonName", "")) > 64:
        return f"`commonName` has {len(own['commonName'])} characters; a certificate holds at most 64"
    return _pair(own)


def _htpasswd(own: JsonMap) -> str:
    for field, meaning in (("user", "the name to log in with"), ("password", "the key that takes the plain password")):
        if not own.get(field):
            return f"`{field}` is missing: {meaning}"
    if ":" in own["user"] or not own["user"].isprintable():
        return f"`user` is {own['user']!r}; a line of htpasswd has one without a colon or control characters"
    low = own["cost"] < LEAST_COST
    return f"a `cost` of {own['cost']} lets passwords be tried fast; it is {LEAST_COST} at least" if low else ""


_REASONS: Mapping[str, Callable[[JsonMap], str]] = {
    "password": _password,
    "bytes": _bytes,
    "uuid": lambda _: "",
    "keyPair": _pair,
    "tls": _tls,
    "htpasswd": _htpasswd,
}
