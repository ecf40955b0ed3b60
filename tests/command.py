"""The real command in a process of its own, which is there at once.

Python takes a third of a second to load the command, and most commands take less. So one process loads it once (and
runs it once, so that schemas are compiled), and makes a copy of itself for each command. What a test is about that has
to do with starting (options of Python, how a process looks from outside) starts Python instead.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import pkgutil
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

from generator.tools.locate import CHECKOUT

_LOADER = "from tests.command import serve; serve()"


def completed(
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    cwd: str | Path = ".",
    timeout: float = 120,
    killed_after: float | None = None,
    main: str = "generator.cli:main",
) -> subprocess.CompletedProcess[bytes]:
    """Runs `kubecatalog` to its end, or for so many seconds. `environ` is its whole environment, None is ours.

    `main` is the function that runs, of the module before the colon.
    """
    with contextlib.ExitStack() as stack:
        printed, told = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(2))
        reader, writer = os.pipe()
        streams = reader, printed.fileno(), told.fileno()
        answers = stack.enter_context(started(arguments, streams, environ=environ, cwd=cwd, timeout=timeout, main=main))
        os.close(reader)
        feeder = threading.Thread(target=_feed, args=(writer, stdin))
        feeder.start()
        process = int(answers.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        try:
            status = int(answers.readline())
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            raise
        feeder.join()
        return subprocess.CompletedProcess(
            ["kubecatalog", *arguments], os.waitstatus_to_exitcode(status), _content(printed), _content(told)
        )


def started(
    arguments: Sequence[str],
    streams: Sequence[int],
    *,
    environ: Mapping[str, str] | None = None,
    cwd: str | Path = ".",
    timeout: float = 120,
    main: str = "generator.cli:main",
) -> BinaryIO:
    """Its number comes in the first line, and in the second one how it ended, as `waitpid` has it."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(timeout)
        connection.connect(_server())
        request = {"arguments": list(arguments), "environ": dict(environ or os.environ), "cwd": os.path.abspath(cwd)}
        socket.send_fds(connection, [b"."], streams)
        connection.sendall(json.dumps({**request, "main": main}).encode() + b"\n")
        return connection.makefile("rb")


def program(file: Path) -> None:
    """Writes `kubecatalog` as a program, for what starts it by its name."""
    client = shlex.join([sys.executable, "-IS", str(Path(__file__).with_name("client.py")), _server()])
    file.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(CHECKOUT))} exec {client} "$@"\n')
    file.chmod(0o755)


def _feed(writer: int, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(writer, "wb") as pipe:
        pipe.write(content)


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


@functools.cache
def _server() -> str:
    """Starts the server, which ends with us, and returns its address."""
    child = subprocess.Popen(
        [sys.executable, "-c", _LOADER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    assert child.stdout
    address = child.stdout.readline().strip()
    assert address, "the server did not start"
    atexit.register(child.communicate)
    return address


def serve() -> None:
    """Answers until standard input is closed: a request a connection, a process a request."""
    _warm_up()
    gc.collect()
    gc.freeze()  # what no copy looks through for garbage needs no memory of its own in it
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/socket")
        listener.listen(64)
        print(f"{folder}/socket", flush=True)
        while True:
            ready, _, _ = select.select([listener, woken, sys.stdin], [], [])
            if woken in ready:
                woken.recv(4096)
                _tell_ends(running)
            if sys.stdin in ready:
                return
            if listener in ready:
                connection, _ = listener.accept()
                process = _start(connection)
                running[process] = connection
                _say(connection, process)


def _tell_ends(running: dict[int, socket.socket]) -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            with running.pop(process) as connection:
                _say(connection, status)


def _say(connection: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):  # nobody waits for it any more
        connection.sendall(b"%d\n" % number)


def _warm_up() -> None:
    """Load every module of the command, and run it once."""
    import generator
    import tests.secrets.tracer  # noqa: F401
    from tests.repository import Repository

    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(Path(folder))
        repository.catalog({"name": "warm", "environments": {"dev": {}}}, {"warm": {"image": "a:1", "port": 8080}})
        repository.render()


def _start(connection: socket.socket) -> int:
    """Start the command that is asked for, and say which process it is."""
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as lines:
        request = json.loads(lines.readline())
    process = os.fork()
    if process == 0:
        _become(request, streams)
    for stream in streams:
        os.close(stream)
    return process


def _become(request: dict[str, object], streams: Sequence[int]) -> NoReturn:
    """The command itself, as if it had been started: its environment, folder and streams; and nothing else of ours."""
    code: object = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
        os.closerange(3, 256)
        os.environ.clear()
        os.environ.update(request["environ"])  # type: ignore[call-overload]
        os.chdir(str(request["cwd"]))
        sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
        module, _, main = str(request["main"]).partition(":")
        getattr(importlib.import_module(module), main)(request["arguments"])
    except SystemExit as stopped:
        code = stopped.code
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 70)
