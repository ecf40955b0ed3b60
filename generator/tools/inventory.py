"""The pinned tools -> what is there of them, for a person to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.tools.locate import find, other_versions
from generator.tools.pins import PINS, Pin


@dataclass(frozen=True, slots=True)
class Line:
    pin: Pin
    path: Path | None
    others: str
    """Versions that are there but are not the pinned one, as text; empty when there are none."""

    def __str__(self) -> str:
        return f"{self.pin.name:<12} {self.pin.version:<8} {self.path or 'missing' + self.others}"


def inventory(root: Path, environ: Mapping[str, str]) -> list[Line]:
    lines = []
    for pin in PINS.values():
        path = find(pin, root, environ)
        lines.append(Line(pin, path, "" if path else other_versions(pin, environ)))
    return lines
