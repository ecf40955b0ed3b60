"""A command -> every place where it, or a process it started, put a canary: files, arguments, environments, sockets.

Linux alone, x86_64 and aarch64, without any tool: ptrace(2) stops every thread at the system calls of `_NUMBERS`, which
a seccomp(2) filter picks out, so that all others, and what only reads, run at full speed. Calls that move bytes unseen
(sendfile, splice, copy_file_range, io_uring) are refused, as an old kernel does; programs then fall back on read and
write. A process that hides its memory (PR_SET_DUMPABLE) is told that it does, and does not: only root could look on.
What is written through a shared mapping cannot be seen; so such a mapping is a finding itself. A traced set-uid program
gets no rights.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import platform
import shutil
import signal
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, NamedTuple

from tests.secrets.canary import Finding, Forms, forms_of, found, search

_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# By name the number on x86_64 and on aarch64 (-1: the architecture has no such call).
_NUMBERS = {
    name: (int(x86), int(arm))
    for name, x86, arm in map(
        str.split,
        """write 1 64; pwrite64 18 68; writev 20 66; pwritev 296 70; pwritev2 328 287; sendto 44 206; sendmsg 46 211;
        sendmmsg 307 269; connect 42 203; open 2 -1; creat 85 -1; openat 257 56; openat2 437 437; truncate 76 45;
        rename 82 -1; renameat 264 38; renameat2 316 276; unlink 87 -1; unlinkat 263 35; link 86 -1; linkat 265 37;
        symlink 88 -1; symlinkat 266 36; mkdir 83 -1; mkdirat 258 34; rmdir 84 -1; ftruncate 77 46; fsync 74 82;
        fdatasync 75 83; setxattr 188 5; lsetxattr 189 6; fsetxattr 190 7; mmap 9 222; execve 59 221;
        execveat 322 281""".split(";"),
    )
}
_REFUSED = {
    "sendfile": (40, 71, errno.EINVAL),
    "splice": (275, 76, errno.EINVAL),
    "copy_file_range": (326, 285, errno.EINVAL),
    "io_uring_setup": (425, 425, errno.ENOSYS),
}
# Where a call has its paths: the argument that is the folder's descriptor (None: the working folder), and the path's.
_PATHS: dict[str, tuple[tuple[int | None, int], ...]] = {
    **dict.fromkeys(("open", "creat", "truncate", "unlink", "mkdir", "rmdir", "setxattr", "lsetxattr"), ((None, 0),)),
    **dict.fromkeys(("openat", "openat2", "unlinkat", "mkdirat"), ((0, 1),)),
    **dict.fromkeys(("rename", "link", "symlink"), ((None, 0), (None, 1))),
    **dict.fromkeys(("renameat", "renameat2", "linkat"), ((0, 1), (2, 3))),
    "symlinkat": ((None, 0), (1, 2)),
}
_WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg")
_CONT, _SEIZE, _LISTEN, _EVENT_MESSAGE, _SYSCALL_INFO = 7, 0x4206, 0x4208, 0x4201, 0x420E
_EXEC, _SECCOMP, _STOP = 4, 7, 128  # events
_OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000  # fork, vfork, clone, exec, seccomp; killed with the tracer
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_SHARED, _ANONYMOUS = 0x1, 0x20  # the first is also a bit of MAP_SHARED_VALIDATE
_WALL, _OWN_THREAD = 0x40000000, 0x20000000  # waitpid(2): every thread; but only children of the calling thread

_libc = ctypes.CDLL(None, use_errno=True)


class TracerError(Exception):
    """Nothing can be said of the command, because it was not traced, or did not end."""


class Change(NamedTuple):
    """A call that changes files, as its 1-based place in `Run.changes` numbers it for `kill_at` and `fail_at`."""

    call: str
    path: str


class Fault(NamedTuple):
    at: int
    error: int
    program: str = ""  # whose writes are counted, in place of all changes of files


class Run(NamedTuple):
    code: int  # negative: the signal that ended it
    out: bytes
    err: bytes
    findings: list[Finding]
    printed: list[Finding]  # what the command's own stdout and stderr show
    changes: list[Change]
    seen: list[tuple[str, str, bytes]]  # kind, place and content of all that was looked at


def kill_at(n: int) -> Fault:
    """The whole tree of processes is killed before its n-th change of a file happens."""
    return Fault(n, 0)


def fail_at(n: int, error: int) -> Fault:
    """The n-th change of a file does not happen, and the call returns this error (`errno.ENOSPC`)."""
    return Fault(n, error)


def end_at(program: str, n: int) -> Fault:
    """A program is killed before its n-th write to a file, a pipe or a socket; the others go on."""
    return Fault(n, 0, program)


def found_later(run: Run, canaries: Iterable[bytes]) -> list[Finding]:
    """Of canaries that nobody knew before."""
    forms = forms_of(canaries)
    return [finding for kind, place, content in run.seen for finding in found(kind, place, content, forms)]


@functools.cache
def available() -> str:
    """Why nothing can be traced here; empty where it can."""
    if sys.platform != "linux" or platform.machine() not in _ARCH:
        return f"the tracer knows Linux on {' and '.join(_ARCH)}, not {sys.platform} on {platform.machine()}"
    try:
        run = trace([sys.executable, "-S", "-c", "", "canary-of-a-probe"], [b"canary-of-a-probe"])
    except TracerError as error:
        return f"ptrace does not work here: {error}"
    return "" if run.code == 0 and run.findings else "ptrace does not show what processes do here"


def trace(
    argv: Sequence[str],
    canaries: Iterable[bytes],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    pass_fds: Sequence[int] = (),
    under: Path = Path("/"),
    folders: Iterable[Path] = (),
    fault: Fault | None = None,
    timeout: float = 60,
    loaded: bool = False,
) -> Run:
    """Run it to the end of its last process. Only changes of files under `under` are listed, counted and failed.

    What is `loaded` are the arguments of `kubecatalog`, of which a process that is there already makes a copy.

    `folders` are searched after that: names, contents and targets of links.
    """
    forms = forms_of(canaries)
    tracer = _Tracer(forms, os.path.realpath(under), fault, started=loaded)
    if loaded:
        copy = _copy(argv, cwd, env)  # here, as the process that makes it must be no child of the tracer's thread
    with ThreadPoolExecutor(1) as thread:  # of its own: so it waits for no child of any other
        begin = (lambda: copy) if loaded else functools.partial(_start, argv, cwd, env, pass_fds)
        code, out, err = thread.submit(tracer.run, begin, stdin, timeout).result()
    steps = tracer.writes if fault and fault.program else len(tracer.changes)
    if fault and steps < fault.at:
        raise TracerError(f"change {fault.at} of {steps} was to be hit; the command ended before it")
    printed = [*found("stdout", "", out, forms), *found("stderr", "", err, forms)]
    findings = [*tracer.findings, *search(folders, forms)]
    return Run(code, out, err, list(dict.fromkeys(findings)), printed, tracer.changes, tracer.seen)


class _Shown:
    """What is not there, or not any more, is nothing; what must not be looked at could be anything."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, PermissionError):
            raise TracerError(f"a process may not be looked into: {error}") from error
        return isinstance(error, OSError)


class _Stopped(NamedTuple):
    """A thread that is about to make a call."""

    thread: int
    call: str
    arguments: tuple[int, ...]

    def memory(self, address: int, size: int) -> bytes:
        """As much of it as there is: what cannot be read here, the kernel cannot write either."""
        with _Shown(), open(f"/proc/{self.thread}/mem", "rb", buffering=0) as memory:
            return os.pread(memory.fileno(), size, address & (1 << 56) - 1)
        return b""

    def string(self, address: int) -> bytes:
        content = self.memory(address, 4096)
        while content and b"\0" not in content and (more := self.memory(address + len(content), 1 << 17)):
            content += more
        return content.split(b"\0")[0]

    def strings(self, address: int) -> Iterator[bytes]:
        """Of an array that ends in a null pointer."""
        while address and len(word := self.memory(address, 8)) == 8 and any(word):
            yield self.string(int.from_bytes(word, "little"))
            address += 8

    def link(self, name: str) -> str:
        with _Shown():
            return os.readlink(f"/proc/{self.thread}/{name}")
        return ""

    def regular(self, descriptor: int) -> os.stat_result | None:
        with _Shown():
            status = os.stat(f"/proc/{self.thread}/fd/{_signed(descriptor)}")
            return status if stat.S_ISREG(status.st_mode) else None
        return None

    def writable(self, descriptor: int) -> bool:
        """What matters of a mapping: mprotect(2) can make it writable later, if the descriptor is."""
        with _Shown():
            return bool(os.lstat(f"/proc/{self.thread}/fd/{_signed(descriptor)}").st_mode & stat.S_IWUSR)
        return False

    def path(self, folder: int | None, path: int) -> str:
        at = -100 if folder is None else _signed(self.arguments[folder])
        top = self.link("cwd" if at == -100 else f"fd/{at}")
        parent, name = os.path.split(os.path.join(top, os.fsdecode(self.string(self.arguments[path]))))
        return os.path.join(os.path.realpath(parent), name)

    def written(self) -> bytes:
        """The bytes that a call of `_WRITES` is given."""
        _, address, size, *_ = self.arguments
        if self.call in ("write", "pwrite64", "sendto"):
            return self.memory(address, size)
        if self.call in ("sendmsg", "sendmmsg"):
            count = size if self.call == "sendmmsg" else 1
            headers = (self.memory(address + 64 * at + 16, 16) for at in range(count))
            return b"".join(self._vector(*struct.unpack("<QQ", header)) for header in headers if len(header) == 16)
        return self._vector(address, size)

    def _vector(self, address: int, count: int) -> bytes:
        parts = self.memory(address, 16 * min(count, 1024))
        return b"".join(self.memory(*part) for part in struct.iter_unpack("<QQ", parts[: len(parts) // 16 * 16]))

    def opens_to_read(self) -> bool:
        """The filter sees the flags of all calls but this one, which has them in memory."""
        return self.call == "openat2" and not int.from_bytes(self.memory(self.arguments[2], 8), "little") & _WRITING


class _Tracer:
    def __init__(self, forms: Forms, under: str, fault: Fault | None, *, started: bool) -> None:
        self.findings: list[Finding] = []
        self.changes: list[Change] = []
        self.seen: list[tuple[str, str, bytes]] = []
        self.writes = 0  # of the program that is to be killed
        self._forms, self._under, self._fault = forms, under, fault
        self._longest = max(map(len, forms), default=1)
        self._tails: dict[tuple[int, str], bytes] = {}  # the last bytes of each file: a canary can come in two writes
        self._connected: set[str] = set()
        self._alive: set[int] = set()
        self._started = started
        self._killed = self._late = False

    def run(self, start: Callable[[], _Started], stdin: bytes, timeout: float) -> tuple[int, bytes, bytes]:
        process = start()
        self._alive.add(process.pid)
        late = threading.Timer(timeout, self._stop_late)
        late.start()
        with ThreadPoolExecutor(3) as pipes, process.stdout, process.stderr:
            pipes.submit(_feed, process.stdin, stdin)
            out, err = pipes.submit(process.stdout.read), pipes.submit(process.stderr.read)
            try:
                code = self._follow(process.pid)
            except BaseException:
                self._kill()
                raise
            finally:
                late.cancel()
            if not self._started:
                raise TracerError(err.result().decode().strip() or "the command was not started")
        if self._late:
            raise TracerError(f"the command did not end within {timeout} s")
        return code, out.result(), err.result()

    def _follow(self, first: int) -> int:
        """Until the last process has ended -> how the first one did."""
        while _state(first) not in "TZ":  # it stops itself
            time.sleep(0.001)
        _ptrace(_SEIZE, first, 0, _OPTIONS)
        os.kill(first, signal.SIGCONT)
        code = 0
        while True:
            try:
                thread, status = os.waitpid(-1, _WALL | _OWN_THREAD)
            except ChildProcessError:
                return code
            if os.WIFSTOPPED(status):
                self._alive.add(thread)
                self._resume(thread, os.WSTOPSIG(status), status >> 16)
                continue
            self._alive.discard(thread)
            code = os.waitstatus_to_exitcode(status) if thread == first else code

    def _resume(self, thread: int, number: int, event: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # killed meanwhile
            if event == _SECCOMP:
                self._see(_stopped(thread))
            elif event == _EXEC:  # the thread that did it takes the number of the process
                self._started = True
                former = ctypes.c_ulong()
                _ptrace(_EVENT_MESSAGE, thread, 0, ctypes.addressof(former))
                self._alive -= {former.value} - {thread}
            if self._killed:
                os.kill(thread, signal.SIGKILL)
            elif event == _STOP and number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
                _ptrace(_LISTEN, thread, 0, 0)
            else:
                _ptrace(_CONT, thread, 0, 0 if event else number)

    def _stop_late(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        self._killed = True
        for thread in list(self._alive):
            with contextlib.suppress(ProcessLookupError):
                os.kill(thread, signal.SIGKILL)

    def _see(self, stopped: _Stopped) -> None:
        if stopped.call in _WRITES:
            self._end(stopped)
            self._write(stopped)
        elif stopped.call in _PATHS:
            self._name(stopped)
        elif stopped.call in ("execve", "execveat"):
            self._execute(stopped)
        elif stopped.call == "connect":
            self._connected.add(stopped.link(f"fd/{_signed(stopped.arguments[0])}"))
        elif stopped.call == "mmap":
            self._map(stopped)
        elif stopped.regular(stopped.arguments[0]):
            self._change(stopped, stopped.link(f"fd/{_signed(stopped.arguments[0])}"))
        if stopped.call.endswith("setxattr"):
            self._find("attribute", stopped.call, stopped.memory(*stopped.arguments[2:4]))

    def _end(self, stopped: _Stopped) -> None:
        if self._fault and self._fault.program == os.path.basename(stopped.link("exe")):
            self.writes += 1
            if self.writes == self._fault.at:
                os.kill(stopped.thread, signal.SIGKILL)

    def _find(self, kind: str, place: str, content: bytes) -> None:
        self.seen.append((kind, place, content))
        self.findings += found(kind, place, content, self._forms)

    def _write(self, stopped: _Stopped) -> None:
        place = stopped.link(f"fd/{_signed(stopped.arguments[0])}")
        if status := stopped.regular(stopped.arguments[0]):
            file = (status.st_ino, place)  # a deleted file's number is soon another's
            content = self._tails.get(file, b"") + stopped.written()
            self._tails[file] = content[-self._longest :]
            self._find("memory" if place.startswith(("/memfd:", "/dev/shm/")) else "write", place, content)
            self._change(stopped, place)
        elif place in self._connected or (stopped.call == "sendto" and stopped.arguments[4]):
            self._find("socket", place, stopped.written())

    def _name(self, stopped: _Stopped) -> None:
        if stopped.opens_to_read():
            return
        paths = [stopped.path(*where) for where in _PATHS[stopped.call]]
        for path in paths:
            self._find("name", path, os.fsencode(path))
        self._change(stopped, paths[-1])

    def _execute(self, stopped: _Stopped) -> None:
        path, arguments, environment = stopped.arguments[:3] if stopped.call == "execve" else stopped.arguments[1:4]
        place = os.fsdecode(stopped.string(path))
        self._find("argument", place, b"\0".join([stopped.string(path), *stopped.strings(arguments)]))
        self._find("environment", place, b"\0".join(stopped.strings(environment)))

    def _map(self, stopped: _Stopped) -> None:
        descriptor = stopped.arguments[4]
        if stopped.regular(descriptor):
            place = stopped.link(f"fd/{_signed(descriptor)}")
            if stopped.writable(descriptor) and not place.startswith("/memfd:"):
                self.findings.append(Finding("mapping", place, "", ""))

    def _change(self, stopped: _Stopped, path: str) -> None:
        special = path.startswith(("/proc/", "/dev/", "/memfd:")) and not path.startswith("/dev/shm/")
        if special or os.path.commonpath([self._under, path]) != self._under:
            return
        self.changes.append(Change(stopped.call, path))
        if self._fault and not self._fault.program and len(self.changes) == self._fault.at:
            if self._fault.error:
                _refuse(stopped.thread, self._fault.error)
            else:
                self._kill()


def _signed(value: int) -> int:
    """A descriptor is an int; the upper half of its register can hold anything."""
    return ctypes.c_int(value & 0xFFFFFFFF).value


def _feed(pipe: IO[bytes], content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _ptrace(request: int, thread: int, address: int, data: int) -> None:
    words = (ctypes.c_long(request), ctypes.c_long(thread), ctypes.c_void_p(address), ctypes.c_void_p(data))
    if _libc.ptrace(*words) < 0:
        number = ctypes.get_errno()
        if number == errno.ESRCH:
            raise ProcessLookupError(number, os.strerror(number))
        raise TracerError(f"ptrace request {request:#x}: {os.strerror(number)}")


def _stopped(thread: int) -> _Stopped:
    """struct ptrace_syscall_info, the same on every architecture (Linux 5.3)."""
    info = ctypes.create_string_buffer(96)
    _ptrace(_SYSCALL_INFO, thread, len(info), ctypes.addressof(info))
    number, *arguments = struct.unpack_from("<7Q", info, 24)
    return _Stopped(thread, _names()[number], tuple(arguments))


@functools.cache
def _names() -> dict[int, str]:
    column = list(_ARCH).index(platform.machine())
    return {numbers[column]: name for name, numbers in _NUMBERS.items() if numbers[column] >= 0}


def _refuse(thread: int, error: int) -> None:
    """The kernel skips call -1 and returns what stands in the register of the result."""
    if platform.machine() == "x86_64":
        _ptrace(6, thread, 8 * 15, -1)  # PTRACE_POKEUSER: orig_rax
        _ptrace(6, thread, 8 * 10, -error)  # rax
        return
    registers = (ctypes.c_longlong * 34)()
    whole = (ctypes.c_size_t * 2)(ctypes.addressof(registers), ctypes.sizeof(registers))
    _ptrace(0x4204, thread, 1, ctypes.addressof(whole))  # PTRACE_GETREGSET: NT_PRSTATUS
    registers[0] = -error
    _ptrace(0x4205, thread, 1, ctypes.addressof(whole))
    call = ctypes.c_int(-1)
    only = (ctypes.c_size_t * 2)(ctypes.addressof(call), ctypes.sizeof(call))
    _ptrace(0x4205, thread, 0x404, ctypes.addressof(only))  # NT_ARM_SYSTEM_CALL


class _Started(NamedTuple):
    """A process that waits to be traced."""

    pid: int
    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]


def _state(process: int) -> str:
    with open(f"/proc/{process}/stat") as file:
        return file.read().rpartition(")")[2].split()[0]


def _copy(arguments: Sequence[str], cwd: Path | None, env: Mapping[str, str] | None) -> _Started:
    """A copy of the process that has loaded the command."""
    from tests.command import started  # what becomes the command has no need of it

    pipes = [os.pipe() for _ in range(3)]
    theirs = (pipes[0][0], pipes[1][1], pipes[2][1])
    main = f"{__name__}:{command.__name__}"
    with started(arguments, theirs, environ=env, cwd=cwd or ".", main=main) as answers:
        process = int(answers.readline())
    for descriptor in theirs:
        os.close(descriptor)
    return _Started(process, open(pipes[0][1], "wb"), open(pipes[1][0], "rb"), open(pipes[2][0], "rb"))


def _start(argv: Sequence[str], cwd: Path | None, env: Mapping[str, str] | None, pass_fds: Sequence[int]) -> _Started:
    """A process of this module, which becomes the command."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    top = str(Path(__file__).parents[2])
    program = f"import sys; sys.path.append({top!r}); from tests.secrets.tracer import become; become(sys.argv[1:])"
    own = [sys.executable, "-I", "-S", "-c", program]
    made = subprocess.Popen([*own, *argv], cwd=cwd, env=env, pass_fds=pass_fds, **pipes)  # type: ignore[call-overload]
    made.returncode = 0  # the tracer waits for it
    return _Started(made.pid, made.stdin, made.stdout, made.stderr)


def become(argv: list[str]) -> None:
    _wait()
    try:
        os.execv(shutil.which(argv[0]) or argv[0], argv)
    except OSError as error:
        sys.exit(f"{argv[0]}: {error.strerror}")


def command(arguments: list[str]) -> None:
    """`kubecatalog` in this process."""
    _wait()
    from generator.cli import main

    main(arguments)


def _wait() -> None:
    """To be traced; from then on only what the filter lets through is done unseen."""
    os.kill(os.getpid(), signal.SIGSTOP)
    filtered = _filter()
    program = ctypes.create_string_buffer(filtered, len(filtered))
    pointer = struct.pack("@HP", len(filtered) // 8, ctypes.addressof(program))
    # PR_SET_NO_NEW_PRIVS, without which only root may filter; PR_SET_SECCOMP, SECCOMP_MODE_FILTER
    if _libc.prctl(38, *map(ctypes.c_ulong, (1, 0, 0, 0))) or _libc.prctl(22, ctypes.c_ulong(2), pointer):
        sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")


def _filter() -> bytes:
    """Of BPF: stop at each call of `_NUMBERS`, refuse those of `_REFUSED`; no program of another architecture.

    A start of Python reads and maps thousands of files: what cannot write is let through right here.
    """
    column = list(_ARCH).index(platform.machine())
    load, equal, any_bit, answer, allow, stop = 0x20, 0x15, 0x45, 0x06, 0x7FFF0000, 0x7FF00000  # SECCOMP_RET_TRACE
    code = [(load, 0, 0, 4), (equal, 1, 0, _ARCH[platform.machine()]), (answer, 0, 0, 0x80000000), (load, 0, 0, 0)]
    undumpable = (equal, 0, 4, (157, 167)[column]), (load, 0, 0, 16), (equal, 0, 1, 4)  # prctl(PR_SET_DUMPABLE)
    code += [*undumpable, (answer, 0, 0, 0x50000), (answer, 0, 0, allow)]
    flags = {"open": (24, 0, _WRITING), "openat": (32, 0, _WRITING), "mmap": (40, _ANONYMOUS, _SHARED)}
    for number, name in _names().items():
        if name in flags:
            place, none, some = flags[name]
            code += [(equal, 0, 5, number), (load, 0, 0, place), (any_bit, 2, 0, none), (any_bit, 0, 1, some)]
            code += [(answer, 0, 0, stop), (answer, 0, 0, allow)]
        else:
            code += [(equal, 0, 1, number), (answer, 0, 0, stop)]
    for numbers in _REFUSED.values():
        code += [(equal, 0, 1, numbers[column]), (answer, 0, 0, 0x50000 | numbers[2])]  # SECCOMP_RET_ERRNO
    return b"".join(struct.pack("<HBBI", *line) for line in [*code, (answer, 0, 0, allow)])
