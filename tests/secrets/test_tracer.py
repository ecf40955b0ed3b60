"""The tracer finds what it must find, and nothing else; otherwise no test that relies on it proves anything."""

from __future__ import annotations

import base64
import errno
import os
import sys
import time
from pathlib import Path

import pytest

from generator.tools.locate import CHECKOUT, tool
from tests.secrets import tracer
from tests.secrets.canary import Finding, forms_of
from tests.secrets.encrypted import ORDERS, Vault
from tests.secrets.tracer import Change, Run, TracerError, fail_at, kill_at, trace

pytestmark = pytest.mark.skipif(bool(tracer.available()), reason=tracer.available())

CANARY = b'canary <\xc3\xa4> "7" / 42'
SHOWN = CANARY.decode()
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
IMPORTS = (
    "import base64, ctypes, mmap, os, shutil, socket, subprocess, sys, threading; canary = sys.stdin.buffer.read()"
)


def _run(root: Path, program: str, **options: object) -> Run:
    """A program of Python, which is given the canary through stdin, so not by its arguments."""
    argv = [sys.executable, "-I", "-S", "-B", "-c", f"{IMPORTS}\n{program}"]
    settings = {"cwd": root, "env": ENVIRONMENT, "stdin": CANARY, "under": root, **options}
    run = trace(argv, [CANARY], **settings)  # type: ignore[arg-type]
    assert options.keys() & {"fault"} or (run.code, run.err) == (0, b"")
    return run


@pytest.mark.parametrize(
    ("program", "kind", "place", "form"),
    [
        ("open('f', 'wb').write(canary); os.unlink('f')", "write", "ROOT/f", "raw"),
        ("ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); open('f', 'wb').write(canary)", "write", "ROOT/f", "raw"),
        ("f = os.open('.', os.O_TMPFILE | os.O_RDWR); os.write(f, canary)", "write", None, "raw"),
        ("f = open('f', 'wb', 0); f.write(b'.' + canary[:5]); f.write(canary[5:])", "write", "ROOT/f", "raw"),
        ("f = open('f', 'wb', 0); os.writev(f.fileno(), [canary[:5], canary[5:]])", "write", "ROOT/f", "raw"),
        ("f = open('f', 'wb', 0); os.pwrite(f.fileno(), canary, 9)", "write", "ROOT/f", "raw"),
        ("f = open('f', 'wb', 0); os.pwritev(f.fileno(), [canary], 9)", "write", "ROOT/f", "raw"),
        (
            "t = threading.Thread(target=lambda: open('f', 'wb').write(canary)); t.start(); t.join()",
            *("write ROOT/f raw".split()),
        ),
        ("open('f', 'wb').write(base64.b64encode(b'user:' + canary + b'!'))", "write", "ROOT/f", "base64"),
        ("open('f', 'w').write(canary.hex())", "write", "ROOT/f", "hex"),
        ("subprocess.run(['sh', '-c', 'cat > f'], input=canary)", "write", "ROOT/f", "raw"),
        (
            "open('/dev/shm/tracer-test', 'wb').write(canary); os.unlink('/dev/shm/tracer-test')",
            *("memory /dev/shm/tracer-test raw".split()),
        ),
        ("f = os.memfd_create('m'); os.write(f, canary)", "memory", "/memfd:m (deleted)", "raw"),
        ("os.symlink(canary, 'l')", "name", None, "raw"),
        ("open('f', 'w'); os.setxattr('f', 'user.x', canary)", "attribute", "setxattr", "raw"),
        ("subprocess.run(['/bin/true', b'--value=' + canary])", "argument", "/bin/true", "raw"),
        ("subprocess.run(['/bin/true'], env={'VALUE': canary})", "environment", "/bin/true", "raw"),
        ("f = open('f', 'wb+'); f.truncate(9); mmap.mmap(f.fileno(), 9)", "mapping", "ROOT/f", ""),
    ],
)
def test_a_canary_is_found(tmp_path: Path, program: str, kind: str, place: str | None, form: str) -> None:
    findings = _run(tmp_path, program).findings
    assert (kind, form) in [(finding.kind, finding.form) for finding in findings], findings
    assert place is None or place.replace("ROOT", str(tmp_path)) in [finding.place for finding in findings]
    assert {finding.canary for finding in findings} == {"" if kind == "mapping" else SHOWN}


@pytest.mark.parametrize(
    "program",
    [
        "subprocess.run(['sh', '-c', 'cat | cat > /dev/null'], input=canary)",
        "a, b = socket.socketpair(); a.sendall(canary); b.recv(99)",
        "mmap.mmap(-1, 99).write(canary)",
        "open('f', 'wb').write(canary[:-1]); open('g', 'wb').write(canary[1:])",
        "open('f', 'wb').write(canary[:9]); open('g', 'wb').write(canary[9:])",
    ],
)
def test_what_stays_in_memory_and_pipes_is_no_finding(tmp_path: Path, program: str) -> None:
    assert _run(tmp_path, program, folders=[tmp_path])[3:5] == ([], [])


def test_the_argument_of_a_grandchild_names_the_program(tmp_path: Path) -> None:
    program = "subprocess.run(['sh', '-c', 'V=$(cat); (/bin/echo \"$V\"); :'], input=canary, stdout=subprocess.DEVNULL)"
    assert _run(tmp_path, program).findings == [Finding("argument", "/bin/echo", "raw", SHOWN)]


def test_a_socket_that_was_connected_leads_out(tmp_path: Path) -> None:
    program = (
        "s = socket.create_server(('127.0.0.1', 0)); c = socket.create_connection(s.getsockname()); c.sendall(canary)"
    )
    (finding,) = _run(tmp_path, program).findings
    assert finding.kind == "socket" and finding.place.startswith("socket:[")


def test_a_copy_within_the_kernel_is_seen(tmp_path: Path) -> None:
    """The file is there before, so that only the copy writes the canary."""
    (tmp_path / "f").write_bytes(CANARY)
    (tmp_path / "sent").write_bytes(b"")
    (tmp_path / "copied").write_bytes(b"")
    run = _run(tmp_path, "shutil.copyfile('f', 'sent'); subprocess.run(['cp', 'f', 'copied'], check=True)")
    assert run.findings == [Finding("write", str(tmp_path / name), "raw", SHOWN) for name in ("sent", "copied")]


def test_output_and_folders_are_searched_apart(tmp_path: Path) -> None:
    (tmp_path / "before").write_bytes(b"{" + CANARY.replace(b'"', b'\\"') + b"}")
    run = _run(tmp_path, "sys.stdout.buffer.write(canary)", folders=[tmp_path])
    assert run.printed == [Finding("stdout", "", "raw", SHOWN)]
    assert run.findings == [Finding("file", str(tmp_path / "before"), "json", SHOWN)]


@pytest.mark.parametrize("before", range(3))
@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize("length", range(8, 12))
def test_base64_is_found_at_every_place(before: int, after: int, length: int) -> None:
    canary = bytes(range(160, 160 + length))
    longer = base64.b64encode(b"\xff" * before + canary + b"\xff" * after)
    assert any(sought in longer for sought, (form, _) in forms_of([canary]).items() if form == "base64")


def test_a_short_canary_is_refused() -> None:
    with pytest.raises(ValueError, match="a canary of 7 bytes is found by chance"):
        forms_of([b"canary!"])


def _decrypt(root: Path, *options: str) -> Run:
    vault = Vault(root)
    file = root / ORDERS
    file.parent.mkdir(parents=True)
    file.write_text(vault.encrypted({"token": SHOWN}))
    sops = str(tool("sops", CHECKOUT, os.environ))
    reader, writer = os.pipe()
    os.write(writer, vault.alice.private.encode())
    os.close(writer)
    env = {**ENVIRONMENT, "SOPS_AGE_KEY_FILE": f"/dev/fd/{reader}", "SOPS_DISABLE_VERSION_CHECK": "1"}
    try:
        canaries = [CANARY, vault.alice.private.encode()]
        return trace([sops, "decrypt", *options, str(file)], canaries, env=env, pass_fds=[reader], folders=[root])
    finally:
        os.close(reader)


def test_a_file_that_sops_writes_is_found(tmp_path: Path) -> None:
    start = time.monotonic()
    run = _decrypt(tmp_path, "--output", str(tmp_path / "plain.json"), "--output-type", "json")
    assert time.monotonic() - start < 10
    assert (run.code, run.printed) == (0, [])
    assert run.findings == [Finding(kind, str(tmp_path / "plain.json"), "json", SHOWN) for kind in ("write", "file")]


def test_what_sops_prints_is_no_finding(tmp_path: Path) -> None:
    run = _decrypt(tmp_path, "--output-type", "json")
    assert (run.code, run.findings, run.printed) == (0, [], [Finding("stdout", "", "json", SHOWN)])


REPLACE = """
f = os.open('new', os.O_WRONLY | os.O_CREAT); os.write(f, b'new'); os.fsync(f); os.close(f)
os.rename('new', 'file')
os.unlink('other')
"""


def _replace(root: Path, **options: object) -> tuple[Run, dict[str, str]]:
    root.mkdir(exist_ok=True)
    for name in ("file", "other"):
        (root / name).write_text("old")
    run = _run(root, REPLACE, **options)
    return run, {path.name: path.read_text() for path in root.iterdir()}


def test_changes_are_listed_in_order(tmp_path: Path) -> None:
    run, _ = _replace(tmp_path)
    calls = [("openat", "new"), ("write", "new"), ("fsync", "new"), ("rename", "file"), ("unlink", "other")]
    assert [(change.call.removesuffix("at"), change.path) for change in run.changes] == [
        (call.removesuffix("at"), str(tmp_path / name)) for call, name in calls
    ]


@pytest.mark.parametrize(
    ("n", "left"),
    [
        (1, {"file": "old", "other": "old"}),
        (2, {"file": "old", "other": "old", "new": ""}),
        (3, {"file": "old", "other": "old", "new": "new"}),
        (4, {"file": "old", "other": "old", "new": "new"}),
        (5, {"file": "new", "other": "old"}),
    ],
)
def test_a_kill_comes_before_the_change(tmp_path: Path, n: int, left: dict[str, str]) -> None:
    run, files = _replace(tmp_path, fault=kill_at(n))
    assert (run.code, len(run.changes), files) == (-9, n, left)


def test_a_kill_takes_the_whole_tree(tmp_path: Path) -> None:
    program = "p = subprocess.Popen(['sh', '-c', 'sleep 1; echo > late'], start_new_session=True); open('f', 'w')"
    start = time.monotonic()
    run = _run(tmp_path, program, fault=kill_at(1))
    assert time.monotonic() - start < 1, "a process of the tree still ran"
    assert (run.code, run.changes, list(tmp_path.iterdir())) == (-9, [Change("openat", str(tmp_path / "f"))], [])


@pytest.mark.parametrize(
    ("n", "error", "left"),
    [
        (1, errno.EACCES, {"file": "old", "other": "old"}),
        (2, errno.ENOSPC, {"file": "old", "other": "old", "new": ""}),
        (3, errno.EIO, {"file": "old", "other": "old", "new": "new"}),
        (4, errno.EIO, {"file": "old", "other": "old", "new": "new"}),
    ],
)
def test_a_change_fails(tmp_path: Path, n: int, error: int, left: dict[str, str]) -> None:
    run, files = _replace(tmp_path, fault=fail_at(n, error))
    assert (run.code, len(run.changes), files) == (1, n, left)
    assert f"[Errno {error}] {os.strerror(error)}" in run.err.decode()


def test_only_changes_under_the_folder_are_counted(tmp_path: Path) -> None:
    run, files = _replace(tmp_path / "root", under=tmp_path / "ro")
    assert (run.changes, files) == ([], {"file": "new"})


def test_a_fault_that_never_came_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TracerError, match="change 6 of 5 was to be hit; the command ended before it"):
        _replace(tmp_path, fault=kill_at(6))


def test_a_command_that_does_not_end_is_an_error() -> None:
    with pytest.raises(TracerError, match=r"the command did not end within 0\.3 s"):
        trace(["sh", "-c", "sleep 50 & sleep 50"], [CANARY], timeout=0.3)


def test_a_command_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TracerError, match=r"^no-such-command: No such file or directory$"):
        trace(["no-such-command"], [CANARY], cwd=tmp_path)


@pytest.mark.parametrize(("request_number", "name"), [(0x4206, "seize"), (0x420E, "syscall info")])
def test_where_ptrace_is_forbidden_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, request_number: int, name: str
) -> None:
    def forbidden(request: int, *arguments: int) -> None:
        if request == request_number:
            raise TracerError(f"{name}: Operation not permitted")
        real(request, *arguments)

    real = tracer._ptrace
    monkeypatch.setattr(tracer, "_ptrace", forbidden)
    assert tracer.available.__wrapped__() == f"ptrace does not work here: {name}: Operation not permitted"


def test_elsewhere_than_on_linux_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "the tracer knows Linux on x86_64 and aarch64, not darwin on " in tracer.available.__wrapped__()


def test_a_copy_of_what_is_loaded(tmp_path: Path) -> None:
    """It is traced from where it begins to do what it is told, in the whole of its environment and no other."""
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    settings = {"env": environ, "cwd": tmp_path, "under": tmp_path, "folders": [tmp_path], "loaded": True}
    made = trace(["-C", str(tmp_path), "init", "--bare"], [b"environments:"], **settings)  # type: ignore[arg-type]
    assert (made.code, made.err) == (0, b"")
    assert str(tmp_path / "catalog/platform.yaml") in [change.path for change in made.changes]
    assert {finding.kind for finding in made.findings} == {"write", "file"}
    refused = trace(["-C", str(tmp_path), "nothing"], [b"no-such-canary"], **settings)  # type: ignore[arg-type]
    assert (refused.code, refused.changes, refused.findings) == (2, [], [])
    assert b"nothing" in refused.err
