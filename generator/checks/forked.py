"""A job -> a second process that does it: a fork, for which nothing is loaded again. It ends with the first one."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    Pipe = Connection[object, object]

LEAST = 1_000_000
"""Bytes of manifests that are worth a second process."""


@contextmanager
def second(job: Callable[[Pipe], None]) -> Iterator[Pipe]:
    """Our end of a pipe to the process, which has the other one.

    Where it was ended, for want of memory perhaps, reading and writing raise EOFError, BrokenPipeError or
    ConnectionResetError.
    """
    from multiprocessing import get_context

    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(job, theirs, ours), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of other threads: those that there are wait for work
        process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.terminate()
        process.join()


def _work(job: Callable[[Pipe], None], pipe: Pipe, others: Pipe) -> None:
    """In the second process. Where the first one is gone, so is whoever would be told."""
    others.close()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    try:
        job(pipe)
    except (EOFError, OSError):
        return


def share(files: Sequence[Path], part: float = 0.5) -> list[Path]:
    """Those for a second process, about so large a part. Of one name together: they are of one service in several
    environments, and alike.

    Nothing of little, or where there is no second core.
    """
    if not hasattr(os, "fork") or (os.cpu_count() or 1) == 1:
        return []
    try:
        sizes = {path: os.stat(path).st_size for path in files}
    except OSError:  # reading says which
        return []
    total, found = sum(sizes.values()), []
    left = part * total
    for path in sorted(sizes, key=lambda path: (path.name, path)) if total >= LEAST else ():
        left -= sizes[path]
        if left < 0:
            break
        found.append(path)
    return found
