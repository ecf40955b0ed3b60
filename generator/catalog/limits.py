"""How much one catalog file may hold; far more than any that is written by hand."""

from __future__ import annotations

MAX_BYTES = 1_000_000
MAX_VALUES = 50_000
MAX_DEPTH = 60
