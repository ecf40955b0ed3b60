"""What a meaning check reports: the rule, the canonical field, the message."""

from __future__ import annotations

from msgspec import Struct

from generator.findings import Severity
from generator.json_types import Path

ANYTHING = "*"
"""In `reads`: all fields of the service."""


class Fault(Struct, frozen=True):
    rule: str
    field: Path
    message: str
    hint: str = ""
    severity: Severity = "error"
    own: bool = False
    """Whether it counts only where the service itself wrote the field: a default for many services may not fit each."""
    at: tuple[str, int, int] | None = None
    """The place in a file that the service names: its path beside the catalog file, line and column."""
    reads: tuple[str, ...] = ()
    """Fields, beside its own, whose absence makes it a fault (`domain` and `sizes` of the platform among them)."""
