"""A folder of tools -> held for this process alone, with an empty scratch folder in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import ToolError
from generator.tools.progress import Progress


@contextmanager
def workspace(folder: Path, progress: Progress) -> Iterator[Path]:
    """Yields the scratch folder. What a killed run left in it is removed by the next one.

    The lock is the kernel's: it ends with the process, however that ends.
    """
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ToolError(f"cannot write to {folder}: {error.strerror}") from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say(f"another set-up of {folder} is running: waiting for it")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        everyones = folder / "tmp"
        # A compiler that outlived its killed parent may still write there: then it goes next time.
        shutil.rmtree(everyones, ignore_errors=True)
        everyones.mkdir(exist_ok=True)
        yield Path(tempfile.mkdtemp(dir=everyones))
        shutil.rmtree(everyones, ignore_errors=True)
    finally:
        os.close(descriptor)
