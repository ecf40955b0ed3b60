"""What the library says of an expression -> one line for people."""

from __future__ import annotations

import re

_WHERE = re.compile(r"(?:[A-Z_]+: )?(?:ERROR: <input>:(\d+):(\d+): )?(.*?)(?: \(in container ''\))?(?: \[[A-Z_]+\])?")


class CelError(Exception):
    """An expression that is none, or that fails on the values it is given. `message` is one line."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def told(error: object) -> str:
    match = _WHERE.fullmatch(str(error).partition("\n")[0])
    assert match is not None
    line, column, text = match.groups()
    text = text.replace("Iteration budget exceeded", "it iterates more than 10,000 times")
    return f"{text} (line {line}, column {column})" if line else text
