"""A folder of tools -> held by this process alone, with an empty scratch folder in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ToolError
from generator.tools.progress import Progress
from generator.tools.run import Result, run


@dataclass(frozen=True, slots=True)
class Workshop:
    folder: Path
    """The one that holds `bin`."""
    scratch: Path
    environ: Mapping[str, str]
    progress: Progress
    lock: int
    """A file descriptor."""

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        tool: str,
        version: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Result:
        """A step of the set-up; `env` is added to the environment."""
        # The child shares the lock: when this process is killed, the next set-up waits until the compiler or pip that
        # it left behind has ended, instead of working on the same files beside it.
        whole = {**self.environ, "TMPDIR": str(self.scratch), **(env or {})}
        return run(argv, tool=tool, version=version, env=whole, cwd=cwd, timeout=3600, pass_fds=(self.lock,))


@contextmanager
def workshop(folder: Path, environ: Mapping[str, str], progress: Progress) -> Iterator[Workshop]:
    """The lock is the kernel's: it ends with the processes that share it, however they end."""
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ToolError(f"cannot write to {folder}: {error.strerror}") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("another set-up is running here, or what is left of a killed one: waiting for its end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        temporary = folder / "tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(exist_ok=True)
        yield Workshop(folder, Path(tempfile.mkdtemp(dir=temporary)), environ, progress, lock)
        shutil.rmtree(temporary, ignore_errors=True)
    finally:
        os.close(lock)
