"""What is wrong with a value: of which key, under which rule."""

from __future__ import annotations

from msgspec import Struct

from generator.findings import Severity


class Wrong(Struct, frozen=True):
    rule: str
    key: str
    message: str
    hint: str = ""
    severity: Severity = "error"
