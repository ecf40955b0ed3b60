"""From the least to the most of a size or a cost. What is beyond 64 bits is as much as that."""

from __future__ import annotations

import math
from typing import NamedTuple

MOST = 2**64 - 1


class Range(NamedTuple):
    least: int
    most: int

    def plus(self, other: Range) -> Range:
        return Range(min(self.least + other.least, MOST), min(self.most + other.most, MOST))

    def times(self, other: Range) -> Range:
        return Range(min(self.least * other.least, MOST), min(self.most * other.most, MOST))

    def scaled(self, factor: float) -> Range:
        """Rounded up."""
        return Range(_scaled(self.least, factor), _scaled(self.most, factor))

    def union(self, other: Range | None) -> Range:
        if other is None:
            return self
        return Range(min(self.least, other.least), max(self.most, other.most))


def _scaled(value: int, factor: float) -> int:
    return min(math.ceil(float(value) * factor), MOST)


def exactly(value: int) -> Range:
    return Range(value, value)


FREE, ONE = exactly(0), exactly(1)
UNKNOWN = Range(0, MOST)
NOTHING = Range(MOST, 0)
"""What any other is in union with it."""
