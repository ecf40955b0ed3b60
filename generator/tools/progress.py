"""Steps of the set-up -> one line each with its seconds, as they end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Steps may run on several threads; a line is never torn."""

    def __init__(self, out: TextIO, title: str) -> None:
        self._out = out
        self._title = title
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """The title comes before the first line: a set-up that has nothing to do prints nothing."""
        with self._lock:
            self._out.write(f"{self._title}\n  {text}\n" if self._title else f"  {text}\n")
            self._out.flush()
            self._title = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.say(f"{name:<28}{time.monotonic() - started:7.1f} s")
