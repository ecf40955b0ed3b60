"""A value that is set, read, moved about and made to fail at each step is on no disk, in no argument, in no environment
and in no output; and a file is the old one or the new one, whatever happens."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator import cli
from generator.errors import ToolError
from generator.json_types import JsonMap
from generator.secrets.sops import Sops
from tests.repository import files
from tests.secrets import tracer
from tests.secrets.age_keys import key_pair
from tests.secrets.canary import Finding, forms_of, search
from tests.secrets.shop import COMMAND, FILE, ORDERS, SERVICE, Shop
from tests.secrets.tracer import Run, end_at, fail_at, found_later, kill_at, trace

traced = pytest.mark.skipif(bool(tracer.available()), reason=tracer.available())

CANARY = b"canary-4f1d/<\xc3\xa9>"
REST = b'"database-password": "another", "token": "another"'
MANIFEST = """\
apiVersion: v1
kind: Secret
metadata: {name: orders-secrets}
stringData: {api-key: "canary-4f1d/<é>"}
"""


@pytest.fixture
def shop(shop: Shop) -> Shop:
    (shop.root / ORDERS).write_text(SERVICE)
    shop.commit("all that the service needs")
    return shop


def run(shop: Shop, *arguments: str, stdin: bytes = b"", loaded: bool = False, **more: object) -> Run:
    """Where something goes wrong in its middle, the command is a copy of a process that has `loaded` it."""
    loaded = loaded or "fault" in more
    argv = [*(() if loaded else COMMAND), "-C", str(shop.root), *arguments]
    env = {**shop.environ(), **more.pop("environ", {})}  # type: ignore[dict-item]
    canaries = more.pop("canaries", [CANARY])
    settings = {"cwd": shop.root, "under": shop.top, "folders": [shop.top], **more}
    settings["loaded"] = loaded
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


def without_the_file(shop: Shop) -> None:
    (shop.root / FILE).unlink()


def with_another_secret(shop: Shop) -> None:
    service = shop.root / "catalog/services/orders.yaml"
    service.write_text(f"{SERVICE}secrets: {{extra: {{mount: /etc/extra}}}}\n")
    with_canary(shop)


def in_conflict(shop: Shop) -> None:
    shop.branch("other")
    shop.set("api-key", "another")
    shop.commit("another")
    shop.git("switch", "--quiet", "main")
    with_canary(shop)
    shop.git("merge", "--quiet", "other", ok=False)


def rendered(shop: Shop) -> None:
    with_canary(shop)
    shop.kubecatalog("render")


def moved_out(shop: Shop) -> None:
    shop.kubecatalog(*OUT)


def unchanged(shop: Shop) -> None:
    pass


OUT = ("secrets", "move", "dev/orders", "--to", "external", "--store", "vault", "--reference", "shop/{service}#{key}")


COMMANDS: Mapping[str, tuple[Callable[[Shop], None], tuple[str, ...], bytes]] = {
    "set": (unchanged, ("secrets", "set", "dev/orders", "api-key"), CANARY),
    "set in a new file": (without_the_file, ("secrets", "set", "dev/orders", "api-key"), CANARY),
    "import dotenv": (unchanged, ("secrets", "import", "dev/orders", "--as", "dotenv"), b"API_KEY='" + CANARY + b"'\n"),
    "import json": (unchanged, ("secrets", "import", "dev/orders", "--as", "json"), b'{"api-key": "%s"}' % CANARY),
    "import manifest": (unchanged, ("secrets", "import", "dev/orders", "--as", "manifest"), MANIFEST.encode()),
    "set the same": (with_canary, ("secrets", "set", "dev/orders", "api-key"), CANARY),
    "set another": (with_canary, ("secrets", "set", "dev/orders", "token"), b"another"),
    "remove": (with_canary, ("secrets", "remove", "dev/orders", "api-key"), b""),
    "copy": (with_another_secret, ("secrets", "copy", "dev/orders", "dev/orders.extra"), b""),
    "move out": (with_canary, OUT, b""),
    "move back": (
        moved_out,
        ("secrets", "move", "dev/orders", "--to", "sops"),
        b'{"api-key": "%s", %s}' % (CANARY, REST),
    ),
    "resolve": (in_conflict, ("secrets", "resolve", FILE, "--rest", "ours"), b""),
    "rotate": (with_canary, ("secrets", "rotate", "dev/orders"), b""),
    "recipients": (without_bob, ("secrets", "recipients", "--yes"), b""),
    "check": (with_canary, ("secrets", "check", "--decrypt"), b""),
    "status": (with_canary, ("secrets", "status"), b""),
    "list": (with_canary, ("secrets", "list"), b""),
    "textconv": (with_canary, ("secrets", "textconv", FILE), b""),
    "render": (with_canary, ("render",), b""),
    "validate": (rendered, ("validate",), b""),
    "build": (with_canary, ("build", "dev/orders"), b""),
}


@traced
@pytest.mark.parametrize("name", COMMANDS)
def test_a_value_is_nowhere(shop: Shop, name: str) -> None:
    COMMANDS[name][0](shop)
    done = run(shop, *COMMANDS[name][1], stdin=COMMANDS[name][2])
    assert (done.code, done.findings, done.printed) == (0, [], []), done.err
    if name not in ("remove", "move out"):
        assert shop.values()["api-key"] == CANARY.decode()


@traced
@pytest.mark.parametrize("name", ["set", "rotate", "check", "render", "validate", "build"])
def test_the_private_key_is_given_to_sops_alone(shop: Shop, name: str) -> None:
    COMMANDS[name][0](shop)
    key = shop.alice.private.encode()
    done = run(shop, *COMMANDS[name][1], stdin=COMMANDS[name][2], canaries=[key])
    assert (done.code, done.printed) == (0, [])
    places = {(finding.kind, Path(finding.place).name) for finding in done.findings}
    assert {(kind, name.split("3")[0]) for kind, name in places} <= {("environment", "python"), ("environment", "sops")}
    assert name in ("render", "validate", "build") or ("environment", "sops") in places


@traced
def test_get_prints_it_and_nothing_else_does(shop: Shop) -> None:
    with_canary(shop)
    done = run(shop, "secrets", "get", "dev/orders", "api-key")
    assert (done.out, done.err, done.findings) == (CANARY, b"", [])
    assert [finding.kind for finding in done.printed] == ["stdout"]

    done = run(shop, "secrets", "get", "dev/orders", "--format", "json")
    assert (done.err, done.findings) == (b"", [])
    assert {finding.kind for finding in done.printed} == {"stdout"}


@traced
@pytest.mark.parametrize("name", ["set", "remove", "rotate", "recipients", "check", "copy", "import json"])
def test_with_a_wrong_key_it_is_nowhere_either(shop: Shop, name: str) -> None:
    COMMANDS[name][0](shop)
    before = shop.read()
    environ = {"SOPS_AGE_KEY": key_pair().private}
    done = run(shop, *COMMANDS[name][1], stdin=COMMANDS[name][2], environ=environ, loaded=True)
    assert (done.code in (1, 2), _leaks(done)) == (True, []), done.err
    assert b"none of your keys is one of its recipients" in done.out + done.err
    assert shop.read() == before


@traced
@pytest.mark.parametrize("way", ["fd", "file"])
def test_a_value_of_a_file_is_only_there(shop: Shop, tmp_path: Path, way: str) -> None:
    file = tmp_path / "given"
    file.write_bytes(CANARY)
    with file.open("rb") as opened:
        option = ("--fd", str(opened.fileno())) if way == "fd" else ("--file", str(file))
        done = run(shop, "secrets", "set", "dev/orders", "api-key", *option, pass_fds=[opened.fileno()])
    assert (done.code, _leaks(done)) == (0, []), done.err
    assert shop.values()["api-key"] == CANARY.decode()


@traced
@pytest.mark.parametrize("command", [("generate", "dev/orders"), ("rotate", "dev/orders", "--values", "--yes")])
def test_values_that_are_made_are_nowhere(shop: Shop, command: tuple[str, ...]) -> None:
    (shop.root / FILE).unlink()
    keys = "{api-key: {generate: password}, token: {generate: {keyPair: {publicKey: token.pub}}}}"
    service = SERVICE.replace("{api-key: {}, token: {}}", keys).replace("database-password", "api-key")
    (shop.root / "catalog/services/orders.yaml").write_text(service)
    shop.kubecatalog("secrets", "generate", "dev/orders")
    before = shop.values()
    if command[0] == "generate":
        (shop.root / FILE).unlink()
    done = run(shop, "secrets", *command)
    values = shop.values()
    assert all(values[key] != before[key] for key in ("api-key", "token")), done.err
    # Of a key pair the public half may be seen, and what says of which kind it is.
    made = [values["api-key"].encode(), *values["token"].encode().splitlines()[1:-1]]
    assert made[1:]
    assert found_later(done, made) == []
    assert list(search([shop.top], forms_of(made))) == []
    assert not [value for value in made if value in done.out + done.err]


def editor(folder: Path) -> str:
    """A program that puts the canary, which it has from a file, in the place of a value."""
    (folder / "change").write_bytes(b"s#canary-token#" + CANARY.replace(b"/", b"\\/") + b"#\n")
    program = folder / "an-editor"
    program.write_text(f'#!/bin/sh\nexec sed -i -f "{folder}/change" "$1"\n')
    program.chmod(0o755)
    return str(program)


@traced
def test_an_edit_is_in_memory_alone(shop: Shop, tmp_path: Path) -> None:
    done = run(shop, "secrets", "edit", "dev/orders", environ={"EDITOR": editor(tmp_path)})
    assert (done.code, done.printed) == (0, []), done.err
    assert {finding.kind for finding in done.findings} == {"memory"}
    assert {Path(finding.place).parts[:3] for finding in done.findings} == {("/", "dev", "shm")}
    assert not [finding for finding in done.findings if Path(finding.place).exists()]
    assert shop.values()["token"] == CANARY.decode()


@traced
@pytest.mark.parametrize("share", range(5))
def test_an_edit_that_cannot_be_saved_is_in_memory_alone(shop: Shop, tmp_path: Path, share: int) -> None:
    environ = {"EDITOR": editor(tmp_path)}
    before = shop.read()
    whole = run(shop.copy(tmp_path / "whole"), "secrets", "edit", "dev/orders", environ=environ, loaded=True)
    changes = len(whole.changes)
    fault = fail_at(1 + changes * share // 5, errno.ENOSPC)
    done = run(shop, "secrets", "edit", "dev/orders", environ=environ, fault=fault)
    assert {finding.kind for finding in done.findings} <= {"memory"}
    assert not [finding for finding in done.findings if Path(finding.place).exists()]
    assert (done.printed, b"Traceback" in done.err) == ([], False)
    assert shop.read() == before or shop.values()["token"] == CANARY.decode()


@traced
def test_a_diff_of_git(shop: Shop) -> None:
    with_canary(shop)
    argv = [shutil.which("git") or "git", "diff", "HEAD~1"]
    done = trace(argv, [CANARY], cwd=shop.root, env=shop.environ(), under=shop.top, folders=[shop.top])
    assert b"\n+stringData.api-key: " in done.out
    assert _leaks(done) == []


@traced
def test_a_merge_of_git(shop: Shop) -> None:
    with_two_branches(shop)
    argv = [shutil.which("git") or "git", "merge", "--quiet", "--no-edit", "other"]
    done = trace(argv, [CANARY], cwd=shop.root, env=shop.environ(), under=shop.top, folders=[shop.top])
    assert (done.code, done.findings, done.printed) == (0, [], []), done.err
    assert (shop.values()["api-key"], shop.values()["token"]) == (CANARY.decode(), "another")


def _leaks(done: Run) -> list[Finding]:
    return [*done.findings, *done.printed]


STEPS = {"set": 1, "remove": 7, "rotate": 5, "recipients": 5, "import dotenv": 5, "copy": 7, "move back": 7}
"""Of one command each step is tried; of the others every so many."""


@traced
@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("fault", ["killed", "full"])
def test_whenever_it_is_killed_or_the_disk_is_full_the_file_is_the_old_or_the_new_one(
    shop: Shop, tmp_path: Path, name: str, fault: str
) -> None:
    COMMANDS[name][0](shop)
    whole = shop.copy(tmp_path / "whole")
    changes = run(whole, *COMMANDS[name][1], stdin=COMMANDS[name][2], loaded=True).changes
    before, after = held(shop), held(whole)
    untouched = files(shop.root, "secrets")
    seen = set()
    for step in sorted({*range(1, len(changes) + 1, STEPS[name]), len(changes)}):
        copy = shop.copy(tmp_path / str(step))
        at = kill_at(step) if fault == "killed" else fail_at(step, errno.ENOSPC)
        done = run(copy, *COMMANDS[name][1], stdin=COMMANDS[name][2], fault=at)
        where = (step, changes[step - 1], done.err)
        assert _leaks(done) == [], where
        assert b"Traceback" not in done.err, where
        assert b"internal error" not in done.err, where
        touched = files(copy.root, "secrets") != untouched
        assert not touched or held(copy) in (before, after), where
        seen.add(touched)
        told = b"the disk is full" in done.err or b"No space left on device" in done.err
        assert done.code == 0 or fault == "killed" or told, where
        # Where it was moved back, it may have been stopped before the catalog knew.
        if name != "move back" and (fault == "killed" or step % 3 == 0):
            copy.set("token", "after")
            assert copy.values()["token"] == "after"
            assert not list((copy.root / ".kubecatalog/work").glob("*"))
        shutil.rmtree(copy.top)
    assert seen == {False, True}


def held(shop: Shop) -> dict[str, JsonMap]:
    """The values of each encrypted file, all of which can be read."""
    return {path: shop.values(path) for path in files(shop.root, "secrets") if path.endswith(".sops.yaml")}


@traced
@pytest.mark.parametrize(
    ("name", "at"), [("set", 1), ("set", 2), ("set", 3), ("rotate", 2), ("rotate", 4), ("copy", 1)]
)
def test_sops_is_killed(shop: Shop, name: str, at: int) -> None:
    """Before what it writes to a file, or to the pipe that leads to us."""
    COMMANDS[name][0](shop)
    before = shop.read()
    done = run(shop, *COMMANDS[name][1], stdin=COMMANDS[name][2], fault=end_at("sops", at))
    assert b"sops 3.13.3 was killed by SIGKILL\n" in done.err
    assert (done.code, _leaks(done)) == (1 if name == "rotate" else 3, [])
    assert shop.read() == before
    shop.set("token", "after")
    assert not list((shop.root / ".kubecatalog/work").glob("*"))


def test_what_sops_said_before_it_was_killed_or_stopped_is_not_shown(tmp_path: Path) -> None:
    program = tmp_path / "sops"
    program.write_text(f"#!/bin/sh\necho 'Input string {CANARY.decode()} does not match' >&2\nkill -9 $$\n")
    program.chmod(0o755)
    with pytest.raises(ToolError) as raised:
        Sops(program, {}, tmp_path / ".sops.yaml").decrypt(tmp_path / "file", "file")
    assert raised.value.message == "sops 3.13.3 was killed by SIGKILL"
    assert CANARY.decode() not in raised.value.hint


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


def test_what_it_starts_can_have_no_core_file_either() -> None:
    program = "import pathlib, subprocess; from generator.commands.secrets.hardened import workspace; "
    program += "workspace(pathlib.Path()); subprocess.run(['sh', '-c', 'ulimit -S -c; ulimit -H -c'])"
    done = subprocess.run([COMMAND[0], "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n0\n"


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
        # The soft limit may be 0 from the start: only the process itself takes the hard one away.
        if not limits.exists() or re.search(r"core file size +0 +0 ", limits.read_text()):
            break
        time.sleep(0.01)
    time.sleep(0.2)
    child.send_signal(signal.SIGSEGV)
    child.communicate(timeout=30)
    assert child.returncode == -signal.SIGSEGV
    assert [path for path in os.listdir(shop.root) if path.startswith("core")] == []
