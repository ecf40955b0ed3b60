"""An argument list -> the finished process's output. The only place that starts a process."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator.errors import ToolError

T = TypeVar("T")

STDERR_LINES = 8
STDERR_WIDTH = 400

# The children of this process are a fact of the process, not of a call: an interrupt reaches the main thread only, and
# it has to end what the other threads started.
_running: set[subprocess.Popen[bytes]] = set()
_running_lock = threading.Lock()


class Stopped(ToolError):
    """The process was ended by us, because of an interrupt or because another one failed."""


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    stdout: bytes
    stderr: bytes
    seconds: float


def run(  # noqa: PLR0913 - most of them are the caller's to decide; a class to hold them would only be filled once
    argv: Sequence[str | Path],
    *,
    tool: str,
    version: str,
    timeout: float,
    cwd: Path | None = None,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    ok: Collection[int] = (0,),
    pass_fds: Collection[int] = (),
) -> Result:
    """Runs `argv` to its end. `timeout` is in seconds; `env` is the child's whole environment, None is ours.

    The child leads a process group of its own, which is killed when the time is up or an interrupt comes, so that
    nothing it started stays behind. Raises ToolError when it cannot start, takes too long or exits with a code that is
    not in `ok`; the error quotes the end of stderr, never stdin or stdout, which may hold secrets.
    """
    label = f"{tool} {version}".rstrip()
    started = time.monotonic()
    child = _start(argv, label, cwd=cwd, env=env, pass_fds=pass_fds, piped=stdin is not None)
    try:
        stdout, stderr = child.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired as expired:
        _end(child)
        raise ToolError(f"{label} did not finish within {timeout:g} s{_tail(expired.stderr or b'')}") from None
    except BaseException:
        _end(child)
        raise
    finally:
        with _running_lock:
            stopped = child not in _running
            _running.discard(child)
    if stopped and child.returncode == -signal.SIGKILL:
        raise Stopped(f"{label} was stopped")
    if child.returncode not in ok:
        raise ToolError(f"{label} {_outcome(child.returncode)}{_tail(stderr)}", _advice(child.returncode))
    return Result(child.returncode, stdout, stderr, time.monotonic() - started)


def run_together(jobs: Sequence[Callable[[], T]], *, workers: int) -> list[T]:
    """Runs the jobs on threads and returns their results in order.

    The first failure, or an interrupt, drops the jobs that wait and kills the children of those that run. What is
    raised is the failure, not what it did to the others.
    """
    from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(job) for job in jobs]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            for future in futures:
                future.cancel()
            # Again until all have ended: a job may start its next child just after the kill.
            while wait(futures, timeout=0).not_done:
                kill_all()
                wait(futures, timeout=0.02)
        failures = [error for future in futures if not future.cancelled() and (error := future.exception())]
        for error in sorted(failures, key=lambda error: isinstance(error, Stopped)):
            raise error
        return [future.result() for future in futures]


def kill_all() -> None:
    """Kills every running child with all that it started; the calls that wait for them raise Stopped."""
    with _running_lock:
        children = list(_running)
        _running.clear()
    for child in children:
        _kill_group(child)


def _start(
    argv: Sequence[str | Path],
    label: str,
    *,
    cwd: Path | None,
    env: Mapping[str, str] | None,
    pass_fds: Collection[int],
    piped: bool,
) -> subprocess.Popen[bytes]:
    try:
        child = subprocess.Popen(
            [os.fspath(part) for part in argv],
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=tuple(pass_fds),
            # A session, not only a group: without a terminal a tool that would ask for something fails at once,
            # in a background group it would be stopped and hang.
            start_new_session=True,
        )
    except OSError as error:
        raise ToolError(f"{label} cannot be started: {error.strerror}: {os.fspath(argv[0])}") from None
    with _running_lock:
        _running.add(child)
    return child


def _end(child: subprocess.Popen[bytes]) -> None:
    _kill_group(child)
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):  # of what was still to be written to a child that is gone
                pipe.close()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    # Once it was waited for, its number may belong to somebody else.
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
            os.killpg(child.pid, signal.SIGKILL)


def _outcome(code: int) -> str:
    return f"failed with exit code {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"


def _advice(code: int) -> str:
    return "the machine may have run out of memory" if code == -signal.SIGKILL else ""


def _tail(stderr: bytes) -> str:
    lines = [line.rstrip() for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    return "".join(f"\n  {line[:STDERR_WIDTH]}" for line in lines[-STDERR_LINES:])
