"""An argument list -> the finished process's output. The one way to run a program."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Required, TypedDict, TypeVar, Unpack

from generator.errors import ToolError
from generator.tools import children
from generator.tools.children import kill_all

__all__ = ["Result", "Settings", "Stopped", "attached", "kill_all", "run", "run_together", "running"]

T = TypeVar("T")

STDERR_LINES = 8
STDERR_WIDTH = 400


class Stopped(ToolError):
    """The process was ended by us, because of an interrupt or because another one failed."""


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    stdout: bytes
    stderr: bytes
    seconds: float


class Settings(TypedDict, total=False):
    """How a program is run. `timeout` is in seconds; `env` is the child's whole environment, None is ours."""

    tool: Required[str]
    version: Required[str]
    timeout: Required[float]
    cwd: Path | None
    stdin: bytes | None
    env: Mapping[str, str] | None
    ok: Collection[int]
    """The exit codes that are no failure; 0 where nothing is said."""
    pass_fds: Collection[int]


def run(argv: Sequence[str | Path], **settings: Unpack[Settings]) -> Result:
    """Runs `argv` to its end.

    When the time is up or an interrupt comes, the child is killed with all that it started. Raises ToolError when it
    cannot start, takes too long or exits with a code that is not in `ok`; the error quotes the end of stderr, never
    stdin or stdout, which may hold secrets.
    """
    with running(argv, **settings) as ended:
        return ended()


@contextmanager
def running(argv: Sequence[str | Path], **settings: Unpack[Settings]) -> Iterator[Callable[[], Result]]:
    """`run`, with something else to do until the end is waited for, which is to be done once. `timeout` begins there.

    What has not ended when the block is left is killed.
    """
    label = f"{settings['tool']} {settings['version']}".rstrip()
    stdin, pass_fds = settings.get("stdin"), settings.get("pass_fds", ())
    started = time.monotonic()
    child: subprocess.Popen[bytes] | None = None
    over = False

    def ended() -> Result:
        nonlocal over
        assert child is not None
        stdout, stderr = _communicate(child, stdin, settings["timeout"], label)
        over = True
        if children.forget(child):
            raise Stopped(f"{label} was stopped")
        if child.returncode not in settings.get("ok", (0,)):
            raise ToolError(f"{label} {_outcome(child.returncode)}{_tail(stderr)}", _advice(child.returncode))
        return Result(child.returncode, stdout, stderr, time.monotonic() - started)

    try:
        try:
            with children.signals_held_back():
                cwd, env = settings.get("cwd"), settings.get("env")
                child = children.start(argv, cwd=cwd, env=env, pass_fds=pass_fds, piped=stdin is not None)
        except OSError as error:
            raise ToolError(f"{label} cannot be started: {error.strerror}: {os.fspath(argv[0])}") from None
        yield ended
    finally:
        if child is not None and not over:
            children.kill(child)
            children.forget(child)


def attached(
    argv: Sequence[str | Path], *, tool: str, version: str, env: Mapping[str, str], end: Callable[[], None]
) -> int:
    """Runs `argv` with the terminal, as long as it takes, and returns its exit code, below zero for a signal.

    When we are told to end, `end` is called, which must end what the child itself waits for, and the child is killed
    where it outlives that. Raises ToolError when it cannot start.
    """
    try:
        with children.at_the_terminal(argv, cwd=None, env=env) as child:
            try:
                return child.wait()
            except BaseException:
                end()
                raise
    except OSError as error:
        label = f"{tool} {version}".rstrip()
        raise ToolError(f"{label} cannot be started: {error.strerror}: {os.fspath(argv[0])}") from None


def run_together(jobs: Sequence[Callable[[], T]], *, workers: int) -> list[T]:
    """Runs the jobs on threads and returns their results in order.

    The first failure, or an interrupt, drops the jobs that wait and kills the children of those that run. What is
    raised is the failure, not what it did to the others.
    """
    from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

    stop = threading.Event()
    active: set[int] = set()

    def unless_stopped(number: int, job: Callable[[], T]) -> T:
        active.add(number)
        try:
            if stop.is_set():
                raise Stopped("not started")
            return job()
        finally:
            active.discard(number)

    with ThreadPoolExecutor(workers) as pool:
        try:
            futures = [pool.submit(unless_stopped, number, job) for number, job in enumerate(jobs)]
            # A signal may be taken by another thread, and then does not wake this one, where its handler has to run.
            while not any(future.done() and future.exception() for future in futures):
                if not wait(futures, timeout=0.1, return_when=FIRST_EXCEPTION).not_done:
                    break
        finally:
            stop.set()
            # Again until all have ended: a job may start its next child just after the kill.
            while active:
                children.kill_all()
                time.sleep(0.02)
        failures = [error for future in futures if (error := future.exception())]
        for error in sorted(failures, key=lambda error: isinstance(error, Stopped)):
            raise error
        return [future.result() for future in futures]


def _communicate(
    child: subprocess.Popen[bytes], stdin: bytes | None, timeout: float, label: str
) -> tuple[bytes, bytes]:
    try:
        return child.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired as expired:
        raise ToolError(f"{label} did not finish within {timeout:g} s{_tail(expired.stderr or b'')}") from None


def _outcome(code: int) -> str:
    return f"failed with exit code {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"


def _advice(code: int) -> str:
    return "the machine may have run out of memory" if code == -signal.SIGKILL else ""


def _tail(stderr: bytes) -> str:
    lines = [line.rstrip() for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    return "".join(f"\n  {line[:STDERR_WIDTH]}" for line in lines[-STDERR_LINES:])
