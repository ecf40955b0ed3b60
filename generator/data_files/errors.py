"""Why a text is not of its format, and why data does not fit one."""

from __future__ import annotations

from generator.json_types import Json, Path


class Unreadable(ValueError):
    """A text that its format does not allow, at a 1-based line and column."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


class Unfit(ValueError):
    """A value that a format has no way to write, at a path of the data."""

    def __init__(self, message: str, path: Path, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.path, self.hint = message, path, hint


def noun(value: Json) -> str:
    """What a value is, as messages call it."""
    if value is None:
        return "null"
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a single value"


def must_be_map(value: Json) -> None:
    """Raises Unreadable for a file of something else than fields."""
    if not isinstance(value, dict):
        raise Unreadable(f"the file holds {noun(value)}, expected a map", hint="`data` is merged over fields by name")
