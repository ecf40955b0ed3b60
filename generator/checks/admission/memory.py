"""Maps and lists of which nothing is wrong, so that those that many manifests have (`Pieces`) are judged once.

A value is known by its identity. That holds as long as nobody changes it, so nothing is kept but where somebody says
how long that is (`Memory.kept`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from generator.json_types import Json

_MOST = 10_000
"""Values of a type that are kept: a stream without an end must fit into memory."""

Good = dict[int, Json]
"""By their identity, the values of one type; what is in here cannot end, so that no other gets its identity."""


class Memory:
    __slots__ = ("_all", "is_on")

    def __init__(self) -> None:
        self._all: list[Good] = []
        self.is_on = False

    def of_type(self) -> Good:
        """Empty, to be asked and filled by one check."""
        good: Good = {}
        self._all.append(good)
        return good

    @contextmanager
    def kept(self) -> Iterator[None]:
        """While the block runs, values that are found to be good are kept."""
        self.is_on = True
        try:
            yield
        finally:
            self.is_on = False
            for good in self._all:
                good.clear()


def keep(good: Good, value: Json) -> None:
    if len(good) >= _MOST:
        good.clear()
    good[id(value)] = value
