"""Nothing -> a key pair of age, as `age-keygen` makes it (https://age-encryption.org/v1, RFC 7748, BIP 173)."""

from __future__ import annotations

import secrets
from typing import NamedTuple

_PRIME = 2**255 - 19
_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECKSUM = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class KeyPair(NamedTuple):
    private: str
    public: str


def key_pair() -> KeyPair:
    private = secrets.token_bytes(32)
    return KeyPair(_bech32("age-secret-key-", private).upper(), _bech32("age", _public(private)))


def _public(private: bytes) -> bytes:
    """X25519 of the base point: the ladder of RFC 7748, section 5."""
    number = int.from_bytes(private, "little") & ((1 << 254) - 8) | (1 << 254)
    x2, z2, x3, z3, swapped = 1, 0, 9, 1, 0
    for place in reversed(range(255)):
        bit = number >> place & 1
        if bit != swapped:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swapped = bit
        plus, minus = x2 + z2, x2 - z2
        one, other = (x3 - z3) * plus, (x3 + z3) * minus
        x3, z3 = (one + other) ** 2 % _PRIME, 9 * (one - other) ** 2 % _PRIME
        square, less = plus * plus, minus * minus
        difference = square - less
        x2, z2 = square * less % _PRIME, difference * (square + 121665 * difference) % _PRIME
    if swapped:
        x2, z2 = x3, z3
    return (x2 * pow(z2, -1, _PRIME) % _PRIME).to_bytes(32, "little")


def _bech32(name: str, content: bytes) -> str:
    bits = int.from_bytes(content) << 4  # 256 bits, filled up to 52 groups of five
    groups = [bits >> 5 * place & 31 for place in reversed(range(52))]
    spread = [*(ord(char) >> 5 for char in name), 0, *(ord(char) & 31 for char in name)]
    check = _polymod([*spread, *groups, *[0] * 6]) ^ 1
    groups += [check >> 5 * place & 31 for place in reversed(range(6))]
    return f"{name}1{''.join(_ALPHABET[group] for group in groups)}"


def _polymod(groups: list[int]) -> int:
    check = 1
    for group in groups:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ group
        for place, value in enumerate(_CHECKSUM):
            check ^= value if top >> place & 1 else 0
    return check
