"""Units -> shares of about the same work, for machines that know nothing of one another."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from generator.errors import USAGE, KubecatalogError
from generator.inputs import COMMON_UNITS

_PLANNING = 0.08
"""What planning a unit costs, where making and judging it is 1: the share that judges what lies between units plans all
of them, and has less of its own to do."""

_WORDS = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


class Shard(NamedTuple):
    """One of `total` shares; the first has number 1, and judges what lies between units."""

    number: int
    total: int

    def has(self, unit: str) -> bool:
        """Whether a unit is in this share. It stays there whatever becomes of others."""
        if unit in COMMON_UNITS or self.total == 1:
            return self.number == 1
        place = int.from_bytes(hashlib.sha256(unit.encode()).digest()[:8]) / 2**64
        first = max(0.0, (1 + _PLANNING) / self.total - _PLANNING)
        rest = (1 - first) / (self.total - 1)
        number = 1 if place < first else 2 + min(int((place - first) / rest), self.total - 2)
        return number == self.number

    def __str__(self) -> str:
        return f"{self.number} of {self.total}"


class Narrow(NamedTuple):
    """What of a repository a command is to judge. `changed_since` is a revision; nothing of both stands for all."""

    changed_since: str = ""
    shard: Shard | None = None


def shard_of(text: str) -> Shard | None:
    """`2/8` -> the second of eight; None of nothing. Raises KubecatalogError."""
    if not text:
        return None
    match = _WORDS.fullmatch(text)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise KubecatalogError(f'"{text}" is no shard', "write `2/8` for the second of eight", code=USAGE)
    return Shard(int(match[1]), int(match[2]))
