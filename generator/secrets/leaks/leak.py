"""One secret in the clear, in the text of a file."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from generator.findings import Manifest
from generator.json_types import dotted
from generator.secrets.file import CIPHERTEXT

_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|\$\([^()]*\)|\{\{.*\}\}|<[^<>]*>", re.DOTALL)
"""What something else puts a value in for."""

_SHORTENED = re.compile(r"ENC\[AES256_GCM,data:\S*(?:…|\.\.\.)\S*\]")
"""Ciphertext as pages show it, with dots for a part."""


class Leak(Struct, frozen=True):
    """`keys` are the names of what is in the clear, never what they stand for."""

    rule: str
    message: str
    hint: str
    line: int
    column: int
    name: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    """The section and the name of each."""

    @property
    def field(self) -> str:
        return dotted(tuple(part for part in self.keys[0] if part)) if self.keys else ""

    @property
    def manifest(self) -> Manifest | None:
        return Manifest("", "v1", "Secret", name=self.name, field=self.field) if self.keys else None


def is_in_the_clear(value: str) -> bool:
    text = value.strip()
    return bool(text) and not any(form.fullmatch(text) for form in (CIPHERTEXT, _SHORTENED, _PLACEHOLDER))


def listed(names: list[str]) -> str:
    """Some names in words."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


@lru_cache(maxsize=2)
def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def place(text: str, position: int) -> tuple[int, int]:
    """The line and column of a position, from 1."""
    from bisect import bisect_right

    starts = _starts(text)
    line = bisect_right(starts, position)
    return line, position - starts[line - 1] + 1
