"""A value, from whoever has it: a prompt without echo, standard input, a file descriptor or a file; never an argument,
which every process of the machine can read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from generator.errors import KubecatalogError
from generator.secret_types import MAX_BYTES

_MOST = MAX_BYTES + 1
"""What is read of a value at most: enough to see that it is too much."""

_MOST_OF_MANY = 64 * MAX_BYTES
"""What a file of many values may have."""


def value(name: str, *, descriptor: int | None = None, file: str = "") -> bytes:
    """`name` is what a person is asked for. A line break at the very end is not part of what is typed or piped: it is
    that of `echo`; a file is taken as it is. Raises KubecatalogError."""
    if file and descriptor is not None:
        raise KubecatalogError("--file and --fd both give the value", "give one of them")
    if file:
        return _of_file(file)
    if descriptor is not None:
        return _of_descriptor(descriptor).removesuffix(b"\n")
    if sys.stdin is None:
        raise KubecatalogError("standard input is closed", "send the value to it, or give --fd or --file")
    if not sys.stdin.isatty():
        return _of_descriptor(sys.stdin.fileno()).removesuffix(b"\n")
    return asked(name)


def must_be_no_argument(key: str, others: list[str]) -> None:
    """Raises KubecatalogError, which does not say the value again, where somebody gives one as `KEY VALUE` or
    `KEY=VALUE`."""
    name, equals, _ = key.partition("=")
    if equals or others:
        hint = "let it ask you, send it to standard input, or give --fd or --file; where it was a real one, change it"
        message = f"the value of {name} is an argument, which every process of this machine can read"
        raise KubecatalogError(message, hint)


def content(file: str) -> bytes:
    """All of a file with many values; `-` is standard input. Raises KubecatalogError."""
    if file != "-":
        found = _of_file(file, _MOST_OF_MANY)
    elif sys.stdin is None or sys.stdin.isatty():
        raise KubecatalogError("where are the values?", "give --from FILE, or send them to standard input")
    else:
        found = _of_descriptor(sys.stdin.fileno(), _MOST_OF_MANY)
    if len(found) == _MOST_OF_MANY:
        raise KubecatalogError(f"{shown(file)} is too large: a Secret holds at most {MAX_BYTES:,} bytes")
    return found


def shown(file: str) -> str:
    return "standard input" if file == "-" else file


def _of_file(file: str, most: int = _MOST) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise KubecatalogError(f"{file} cannot be read: {error.strerror}") from None


def _of_descriptor(descriptor: int, most: int = _MOST) -> bytes:
    parts, size = [], 0
    try:
        while size < most and (part := os.read(descriptor, most - size)):
            parts.append(part)
            size += len(part)
    except OSError as error:
        message = f"file descriptor {descriptor} cannot be read: {error.strerror}"
        raise KubecatalogError(message, "open it for the command, as in `3< FILE`") from None
    return b"".join(parts)


def asked(name: str) -> bytes:
    """What a person types, twice, without echo; nothing where she only presses Enter."""
    from getpass import getpass

    try:
        first = getpass(f"{name}: ")
        same = not first or getpass(f"{name}, again: ") == first
    except EOFError:
        raise KubecatalogError(f"no value was given for {name}", "nothing was changed") from None
    if not same:
        raise KubecatalogError("the two values are not the same", "nothing was changed; try again")
    return first.encode("utf-8", "surrogateescape")


def confirmed(question: str) -> bool:
    """Whether a person agrees; without a terminal there is nobody to ask, and whoever runs the command did agree."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    print(f"{question} [y/N]: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
