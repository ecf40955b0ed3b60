"""What the experiments found -> a verdict on every field of every kind that we emit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from generator.coverage import api, meaningless
from generator.coverage.api import Node
from generator.coverage.experiment import Found, Hit, Way
from generator.coverage.values import Path

FAR = 3
"""A catalog value that only shapes more fields than these is not how one would set each of them."""


class Status(StrEnum):
    NATIVE = "native"
    DERIVED = "derived"
    PATCHES = "patches"
    MEANINGLESS = "meaningless"


class Verdict(Struct, frozen=True):
    status: Status
    way: Way | None = None
    """How the catalog says it, where it is native."""
    reason: str = ""
    """Why it is meaningless."""

    def says(self) -> tuple[Status, str, Path]:
        """What a reader sees of it."""
        return self.status, self.reason, self.way.path if self.way else ()


@dataclass(frozen=True)
class Kind:
    """A kind that we emit, with the verdict on each of its fields that holds data."""

    api_version: str
    name: str
    fields: dict[str, Verdict]

    @property
    def node(self) -> Node:
        return api.kind(self.api_version, self.name)

    @cached_property
    def _below(self) -> dict[str, set[Status]]:
        """By path of a field around others: what those are."""
        found: dict[str, set[Status]] = {}
        for path, verdict in self.fields.items():
            steps = re.split(r"(?=\.|\[\])", path)
            for length in range(1, len(steps)):
                found.setdefault("".join(steps[:length]), set()).add(verdict.status)
        return found

    def status(self, path: str) -> Status:
        """Of any field; one around others is what the best of those is."""
        own = {self.fields[path].status} if path in self.fields else self._below[path]
        return next(status for status in Status if status in own)


def kinds(found: Found) -> list[Kind]:
    """Every kind that is emitted, in order of name."""
    emitted = sorted({kind for kind, _ in found.seen}, key=lambda kind: kind.rpartition("/")[::-1])
    return [_kind(kind, found) for kind in emitted]


def _kind(kind: str, found: Found) -> Kind:
    api_version, _, name = kind.rpartition("/")
    leaves = (path for path, node in api.kind(api_version, name).walk() if node.is_leaf and path)
    fields = {path: _verdict(kind, path, found) for path in leaves}
    return Kind(api_version, name, fields)


def _verdict(kind: str, path: str, found: Found) -> Verdict:
    ways = [way for way in found.ways.get((kind, path), ()) if way.hit is not Hit.SHAPED or way.reached <= FAR]
    if ways:
        return Verdict(Status.NATIVE, min(ways, key=lambda way: _rank(way, path)))
    if (kind, path) in found.seen:
        return Verdict(Status.DERIVED)
    reason = meaningless.reason(path, namespaced=(kind, "metadata.namespace") in found.seen)
    return Verdict(Status.MEANINGLESS, reason=reason) if reason else Verdict(Status.PATCHES)


def _rank(way: Way, path: str) -> tuple[Hit, bool, int, int, Path]:
    """The way first that is most like the field's own path; then what reaches little else, and the shortest."""
    same = _same_end(way, path)
    return way.hit, not same, len(way.path) - same, way.reached if not same else len(way.path), way.path


def _same_end(way: Way, path: str) -> int:
    same = 0
    for own, field in zip(reversed(way.path), reversed(list(steps(path))), strict=False):
        if own != field and not {own, field} <= {"*", "[]"}:
            break
        same += 1
    return same


def steps(path: str) -> Iterator[str]:
    """`spec.rules[].host` -> spec, rules, [], host."""
    for name in path.split("."):
        yield from (part for part in re.split(r"(\[\])", name) if part)
