"""The processes that this one has started and that still run; each leads a group that is killed as a whole."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

# The children of this process are a fact of the process, not of a call: an interrupt reaches the main thread only, and
# it has to end what the other threads started.
_running: set[subprocess.Popen[bytes]] = set()
_lock = threading.RLock()


def start(
    argv: Sequence[str | Path],
    *,
    cwd: Path | None,
    env: Mapping[str, str] | None,
    pass_fds: Collection[int],
    piped: bool,
) -> subprocess.Popen[bytes]:
    """`piped` is whether stdin is to be written to; else it is empty. Raises OSError."""
    # Under the lock, so that nobody who kills all children misses one that has just started.
    with _lock:
        child = subprocess.Popen(
            [os.fspath(part) for part in argv],
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=tuple(pass_fds),
            # A session, not only a group: without a terminal a tool that would ask for something fails at once, in a
            # background group it would be stopped and hang.
            start_new_session=True,
        )
        _running.add(child)
        return child


@contextmanager
def at_the_terminal(
    argv: Sequence[str | Path], *, cwd: Path | None, env: Mapping[str, str] | None
) -> Iterator[subprocess.Popen[bytes]]:
    """A child in our own group, which reads what is typed and shows what it likes; an interrupt from the keyboard is
    for it. Told to end, we raise KeyboardInterrupt, also when the terminal goes away. For the main thread; raises
    OSError.

    What it tells reaches a terminal or nobody: it may hold what no file must.
    """
    handlers = {
        signal.SIGINT: _ignored,
        signal.SIGQUIT: _ignored,
        signal.SIGTERM: signal.default_int_handler,
        signal.SIGHUP: signal.default_int_handler,
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    child = None
    try:
        with signals_held_back():
            child = subprocess.Popen(
                [os.fspath(part) for part in argv],
                cwd=cwd,
                env=env,
                stdout=None if os.isatty(1) else subprocess.DEVNULL,
                stderr=None if os.isatty(2) else subprocess.DEVNULL,
            )
        yield child
    except BaseException:
        if child is not None:
            _end(child)
        raise
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _ignored(number: int, frame: object) -> None:
    """Not SIG_IGN, which the child would inherit."""


def kill(child: subprocess.Popen[bytes]) -> None:
    """Returns when it is gone."""
    _kill_group(child)
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):  # of what was still to be written to a child that is gone
                pipe.close()


def kill_all() -> None:
    """Kills every running child with all that it started; the calls that wait for them raise Stopped."""
    with _lock:
        children = list(_running)
        _running.clear()
    for child in children:
        _kill_group(child)


def forget(child: subprocess.Popen[bytes]) -> bool:
    """Of a child that has ended; whether `kill_all` ended it."""
    with _lock:
        killed = child not in _running
        _running.discard(child)
    return killed and child.returncode == -signal.SIGKILL


@contextmanager
def signals_held_back() -> Iterator[None]:
    """Until the block has ended: an interrupt between the start of a child and the return of its handle loses it."""
    if threading.current_thread() is not threading.main_thread():  # no handler runs on another thread
        yield
        return
    seen: list[int] = []
    held = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda number, _: seen.append(number)) for number in held}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if seen:
        signal.raise_signal(seen[0])


def _end(child: subprocess.Popen[bytes]) -> None:
    """Of a child in our own group: it has a moment to tidy up."""
    child.terminate()
    try:
        child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    # Once it was waited for, its number may belong to somebody else.
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
            os.killpg(child.pid, signal.SIGKILL)
