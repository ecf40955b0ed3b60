"""Keys of a Secret -> the order in which kustomize writes them.

The MAC of sops is of the values in their order. A file in the order of kustomize has the same MAC after a build, so
that it can be verified there, too. That order is not the one of bytes: `DB_URL` comes before `DBNAME`, and `key2`
before `key10` (https://github.com/yaml/go-yaml/blob/v2.4.2/sorter.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cmp_to_key

_DIGITS = re.compile(r"[0-9]*")


def ordered(keys: Iterable[str]) -> list[str]:
    """Sorted twice: some keys (`key1a`, `key2`, `key10`) come before one another in a circle. kustomize writes these in
    another order each time; here, at least, it is always the same."""
    return sorted(sorted(keys), key=cmp_to_key(compared))


def compared(one: str, other: str) -> int:
    """Negative where `one` comes first."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left == right:
            continue
        if left.isalpha() or right.isalpha():
            # Letters come after all else.
            return left.isalpha() - right.isalpha() or ord(left) - ord(right)
        digits, others = _DIGITS.match(one, at)[0], _DIGITS.match(other, at)[0]  # type: ignore[index]
        number = _number(digits, one[:at], left, right) - _number(others, one[:at], left, right)
        return number or len(digits) - len(others) or ord(left) - ord(right)
    return len(one) - len(other)


def _number(digits: str, before: str, *differing: str) -> int:
    """The number that the digits are. A zero at their start counts only inside of a number, and not at its start."""
    inside = "0" in differing and before.rstrip("0")[-1:].isdigit()
    return int(f"{'1' * inside}{digits}" or "0")
