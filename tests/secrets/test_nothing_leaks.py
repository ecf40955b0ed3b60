"""A value that is set, read, moved about and made to fail at each step is on no disk, in no argument, in no environment
and in no output; and a file is the old one or the new one, whatever happens."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator import cli
from tests.secrets import tracer
from tests.secrets.canary import Finding
from tests.secrets.shop import COMMAND, FILE, Shop
from tests.secrets.tracer import Run, fail_at, kill_at, trace

traced = pytest.mark.skipif(bool(tracer.available()), reason=tracer.available())

CANARY = b"canary-4f1d/<\xc3\xa9>"
MANIFEST = """\
apiVersion: v1
kind: Secret
metadata: {name: orders-secrets}
stringData: {api-key: "canary-4f1d/<é>"}
"""
SERVICE = """\
image: registry.example.com/shop/orders:1.0.0
port: 8080
env: {DATABASE_PASSWORD: {secret: database-password}}
secret: {keys: {api-key: {}, token: {}}, mount: /etc/orders}
"""


@pytest.fixture
def shop(shop: Shop) -> Shop:
    (shop.root / "catalog/services/orders.yaml").write_text(SERVICE)
    shop.commit("all that the service needs")
    return shop


def run(shop: Shop, *arguments: str, stdin: bytes = b"", **more: object) -> Run:
    argv = [*COMMAND, "-C", str(shop.root), *arguments]
    env = {**shop.environ(), **more.pop("environ", {})}  # type: ignore[dict-item]
    canaries = more.pop("canaries", [CANARY])
    settings = {"cwd": shop.root, "under": shop.top, "folders": [shop.top], **more}
    return trace(argv, canaries, env=env, stdin=stdin, **settings)  # type: ignore[arg-type]


def with_canary(shop: Shop) -> None:
    shop.set("api-key", CANARY.decode())
    shop.commit("set")


def without_bob(shop: Shop) -> None:
    shop.readers("alice", "bob")
    shop.kubecatalog("secrets", "recipients", "--yes")
    with_canary(shop)
    shop.readers("alice")


def with_two_branches(shop: Shop) -> None:
    shop.branch("other")
    shop.set("token", "another")
    shop.commit("token")
    shop.git("switch", "--quiet", "main")
    with_canary(shop)


def unchanged(shop: Shop) -> None:
    pass


COMMANDS: Mapping[str, tuple[Callable[[Shop], None], tuple[str, ...], bytes]] = {
    "set": (unchanged, ("secrets", "set", "dev/orders", "api-key"), CANARY),
    "set in a new file": (unchanged, ("secrets", "set", "dev/orders", "api-key"), CANARY),
    "import dotenv": (unchanged, ("secrets", "import", "dev/orders", "--as", "dotenv"), b"API_KEY='" + CANARY + b"'\n"),
    "import manifest": (unchanged, ("secrets", "import", "dev/orders", "--as", "manifest"), MANIFEST.encode()),
    "set the same": (with_canary, ("secrets", "set", "dev/orders", "api-key"), CANARY),
    "set another": (with_canary, ("secrets", "set", "dev/orders", "token"), b"another"),
    "remove": (with_canary, ("secrets", "remove", "dev/orders", "api-key"), b""),
    "rotate": (with_canary, ("secrets", "rotate", "dev/orders"), b""),
    "recipients": (without_bob, ("secrets", "recipients", "--yes"), b""),
    "check": (with_canary, ("secrets", "check", "--decrypt"), b""),
    "status": (with_canary, ("secrets", "status"), b""),
    "list": (with_canary, ("secrets", "list"), b""),
    "textconv": (with_canary, ("secrets", "textconv", FILE), b""),
    "render": (with_canary, ("render",), b""),
    "build": (with_canary, ("build", "dev/orders"), b""),
}


def prepared(shop: Shop, name: str) -> None:
    if name == "set in a new file":
        (shop.root / FILE).unlink()
    COMMANDS[name][0](shop)


@traced
@pytest.mark.parametrize("name", COMMANDS)
def test_a_value_is_nowhere(shop: Shop, name: str) -> None:
    prepared(shop, name)
    done = run(shop, *COMMANDS[name][1], stdin=COMMANDS[name][2])
    assert (done.code, done.findings, done.printed) == (0, [], []), done.err
    assert COMMANDS[name][0] in (with_canary, without_bob) or shop.values()["api-key"] == CANARY.decode()


@traced
@pytest.mark.parametrize("name", ["set", "rotate", "check", "render"])
def test_the_private_key_is_given_to_sops_alone(shop: Shop, name: str) -> None:
    prepared(shop, name)
    key = shop.alice.private.encode()
    done = run(shop, *COMMANDS[name][1], stdin=COMMANDS[name][2], canaries=[key])
    assert (done.code, done.printed) == (0, [])
    places = {(finding.kind, Path(finding.place).name) for finding in done.findings}
    assert {(kind, name.split("3")[0]) for kind, name in places} <= {("environment", "python"), ("environment", "sops")}
    assert name == "render" or ("environment", "sops") in places


@traced
def test_get_prints_it_and_nothing_else_does(shop: Shop) -> None:
    with_canary(shop)
    done = run(shop, "secrets", "get", "dev/orders", "api-key")
    assert (done.out, done.err, done.findings) == (CANARY, b"", [])
    assert [finding.kind for finding in done.printed] == ["stdout"]


@traced
def test_an_edit_is_in_memory_alone(shop: Shop, tmp_path: Path) -> None:
    with_canary(shop)
    program = tmp_path / "an-editor"
    program.write_text('#!/bin/sh\nsed -i "s/canary-token/another/" "$1"\n')
    program.chmod(0o755)
    done = run(shop, "secrets", "edit", "dev/orders", environ={"EDITOR": str(program)})
    assert (done.code, done.printed) == (0, []), done.err
    assert {finding.kind for finding in done.findings} == {"memory"}
    assert {Path(finding.place).parts[:3] for finding in done.findings} == {("/", "dev", "shm")}
    assert not [finding for finding in done.findings if Path(finding.place).exists()]
    assert shop.values()["token"] == "another"


@traced
def test_a_merge_of_git(shop: Shop) -> None:
    with_two_branches(shop)
    argv = [shutil.which("git") or "git", "merge", "--quiet", "--no-edit", "other"]
    done = trace(argv, [CANARY], cwd=shop.root, env=shop.environ(), under=shop.top, folders=[shop.top])
    assert (done.code, done.findings, done.printed) == (0, [], []), done.err
    assert (shop.values()["api-key"], shop.values()["token"]) == (CANARY.decode(), "another")


def _leaks(done: Run) -> list[Finding]:
    return [*done.findings, *done.printed]


@traced
@pytest.mark.parametrize("name", ["set", "rotate", "recipients"])
@pytest.mark.parametrize("fault", ["killed", "full"])
def test_whenever_it_is_killed_or_the_disk_is_full_the_file_is_the_old_or_the_new_one(
    shop: Shop, tmp_path: Path, name: str, fault: str
) -> None:
    prepared(shop, name)
    before = shop.read()
    changes = len(run(shop.copy(tmp_path / "whole"), *COMMANDS[name][1], stdin=COMMANDS[name][2]).changes)
    # Of one command each step; of the others some.
    steps = range(1, changes + 1) if name == "set" else range(1, changes + 1, 6)
    wanted = {**shop.values(), **({"api-key": CANARY.decode()} if name == "set" else {})}
    seen = set()
    for step in steps:
        copy = shop.copy(tmp_path / str(step))
        at = kill_at(step) if fault == "killed" else fail_at(step, errno.ENOSPC)
        done = run(copy, *COMMANDS[name][1], stdin=COMMANDS[name][2], fault=at)
        assert _leaks(done) == [], step
        assert b"Traceback" not in done.err
        if copy.read() != before:
            assert copy.values() == wanted, step
        seen.add(copy.read() != before)
        told = b"kubecatalog: " in done.err or b"cannot be written" in done.err
        assert done.code == 0 or fault == "killed" or told, (step, done.err)
        copy.set("token", "after")
        assert copy.values()["token"] == "after"
        assert not list((copy.root / ".kubecatalog/work").glob("*"))
        shutil.rmtree(copy.top)
    assert False in seen


BROKEN: Mapping[str, Callable[[str], str]] = {
    "plaintext beside ciphertext": lambda text: text.replace(
        "  token: ENC", f"  plain: {CANARY.decode()}\n  token: ENC"
    ),
    "plaintext in place of ciphertext": lambda text: "".join(
        f"  token: {CANARY.decode()}\n" if line.startswith("  token:") else line for line in text.splitlines(True)
    ),
    "an alias": lambda text: text.replace("  token: ENC", f"  plain: *{CANARY.decode()}\n  token: ENC"),
    "cut off": lambda text: text.replace("sops:", f"  plain: {CANARY.decode()}\nsops:")[:600],
    "in conflict": lambda text: f"<<<<<<< HEAD\n{text}=======\n  plain: {CANARY.decode()}\n>>>>>>> other\n",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_in_a_broken_file_is_not_shown(shop: Shop, broken: str) -> None:
    text = BROKEN[broken](shop.read().decode())
    (shop.root / FILE).write_text(text)
    for arguments in (
        *(("secrets", "set", "dev/orders", "token"), ("secrets", "get", "dev/orders", "api-key")),
        *(("secrets", "remove", "dev/orders", "token"), ("secrets", "rotate", "dev/orders")),
        *(("secrets", "recipients", "--yes"), ("secrets", "check", "--decrypt"), ("secrets", "status")),
        *(("secrets", "list"), ("secrets", "textconv", str(shop.root / FILE)), ("secrets", "edit", "dev/orders")),
        *(("validate",), ("render",)),
    ):
        done = shop.command(*arguments, stdin="another", environ={**shop.environ(), "EDITOR": "true"})
        assert CANARY.decode() not in done.stdout + done.stderr, arguments
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr
        needs_no_value = arguments[1:2] in (("list",), ("status",), ("textconv",), ("recipients",))
        assert done.returncode or needs_no_value or arguments == ("render",), arguments
        if arguments[1:2] != ("remove",):  # which takes away what is wrong, where that is the value
            assert (shop.root / FILE).read_text() == text, arguments


def test_an_error_of_ours_shows_no_value(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError(CANARY.decode())

    for name, value in shop.environ().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("generator.secrets.store.sections", fails)
    monkeypatch.setattr("generator.commands.secrets.entry.value", lambda *_, **__: CANARY)
    monkeypatch.setattr("generator.commands.secrets.hardened._undumpable", lambda: None)
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["-C", str(shop.root), "secrets", "set", "dev/orders", "api-key"])
    shown = capsys.readouterr()
    assert stopped.value.code == 3
    assert "internal error in kubecatalog" in shown.err
    assert CANARY.decode() not in shown.out + shown.err
    assert resource.getrlimit(resource.RLIMIT_CORE) == limits


def test_whatever_it_dies_of_there_is_no_core_file(shop: Shop) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine lets no process have a core file, so nothing could be seen")
    wanting_one = ["sh", "-c", 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"', "sh"]
    argv = [*wanting_one, *COMMAND, "-C", str(shop.root), "secrets", "set", "dev/orders", "api-key"]
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, env=shop.environ(), cwd=shop.root, stderr=subprocess.PIPE)
    assert child.stdin
    child.stdin.write(CANARY)
    child.stdin.flush()
    limits = Path(f"/proc/{child.pid}/limits")
    for _ in range(3000):
        if not limits.exists() or " 0 " in next(line for line in limits.read_text().splitlines() if "core" in line):
            break
        time.sleep(0.01)
    time.sleep(0.2)
    child.send_signal(signal.SIGSEGV)
    child.communicate(timeout=30)
    assert child.returncode == -signal.SIGSEGV
    assert [path for path in os.listdir(shop.root) if path.startswith("core")] == []
