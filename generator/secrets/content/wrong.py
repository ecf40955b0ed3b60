"""What is wrong with a value: of which key, under which rule."""

from __future__ import annotations

from dataclasses import dataclass

from generator.findings import Severity


@dataclass(frozen=True, slots=True)
class Wrong:
    rule: str
    key: str
    message: str
    hint: str = ""
    severity: Severity = "error"
