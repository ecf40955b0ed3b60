"""Standard output that nobody may read to its end, that may be full, closed, or unable to say every character."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import TextIO, TypeVar

from generator.errors import TOOL, KubecatalogError
from generator.json_types import Json

T = TypeVar("T")


class _Patient:
    """A stream that goes on when its reader is gone: the exit code is still that of what was found."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._try(lambda: self._stream.write(text), len(text))

    def flush(self) -> None:
        self._try(self._stream.flush, None)

    def __getattr__(self, name: str) -> Json:
        return getattr(self._stream, name)

    def _try(self, act: Callable[[], T], otherwise: T) -> T:
        try:
            return act()
        except BrokenPipeError:
            self._drop()
            return otherwise
        except OSError as error:
            self._drop()
            message = f"standard output cannot be written: {error.strerror}"
            raise KubecatalogError(
                message, "nothing else is lost; run it again with room for what it prints", code=TOOL
            ) from None

    def _drop(self) -> None:
        """What is still in the buffer goes nowhere, or Python would try once more when it ends."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def patient_output() -> Iterator[None]:
    """Standard output as described above, while the command runs."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    before = sys.stdout
    with open(os.devnull, "w") as nowhere:
        sys.stdout = _Patient(before or nowhere)  # there is none where it was closed from the start
        try:
            yield
        finally:
            with contextlib.suppress(KubecatalogError):
                sys.stdout.flush()
            sys.stdout = before
