"""The pinned tools -> what is there of them, each binary held to the digest that it was installed with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.tools.locate import find, folders, is_damaged, other_versions
from generator.tools.pins import PINS, Pin
from generator.tools.record import digest_of


@dataclass(frozen=True, slots=True)
class Line:
    pin: Pin
    path: Path | None
    """None where there is none that can be used."""
    others: str
    """What is there in its place, as text: other versions, a damaged binary; empty when there is nothing."""

    def __str__(self) -> str:
        return f"{self.pin.name:<12} {self.pin.version:<8} {self.path or 'missing' + self.others}"

    @property
    def sha256(self) -> str:
        return digest_of(self.path) if self.path else ""


def inventory(root: Path, environ: Mapping[str, str]) -> list[Line]:
    return [_line(pin, root, environ) for pin in PINS.values()]


def _line(pin: Pin, root: Path, environ: Mapping[str, str]) -> Line:
    path = find(pin, root, environ)
    # A run believes size and time of a binary; who asks what is there wants to know.
    if path and path.parent in folders(root, environ) and is_damaged(pin, path.parent):
        path = None
    return Line(pin, path, "" if path else other_versions(pin, root, environ))


def missing(root: Path, environ: Mapping[str, str]) -> Iterator[Pin]:
    return (line.pin for line in inventory(root, environ) if line.path is None)
