"""`secrets get` prints a value exactly, and no other command prints any."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

import pytest

from tests.secrets.age_keys import key_pair
from tests.secrets.stages import COMMAND, Stages

VALUES = {"api-key": b"canary \xc3\xa9\n\n", "session-key": b"\x00\xff", "database-password": b"pw"}


@pytest.fixture
def filled(stages: Stages) -> Stages:
    stages.fill("dev/orders", {key: {"base64": base64.b64encode(value).decode()} for key, value in VALUES.items()})
    return stages


@pytest.mark.parametrize("key", VALUES)
def test_value_is_printed_byte_for_byte(filled: Stages, key: str) -> None:
    done = filled.run("get", "dev/orders", key, environ={**filled.environ(), "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout, done.stderr) == (0, VALUES[key], b"")


def test_all_values_as_json(filled: Stages) -> None:
    done = filled.run("get", "dev/orders", "--format", "json")
    assert json.loads(done.stdout) == {
        "api-key": "canary é\n\n",
        "database-password": "pw",
        "session-key": {"base64": base64.b64encode(b"\x00\xff").decode()},
    }
    one = filled.run("get", "dev/orders", "database-password", "--format", "json")
    assert json.loads(one.stdout) == {"database-password": "pw"}


def test_a_terminal_gets_a_line_break_and_nothing_that_it_would_obey(filled: Stages) -> None:
    assert filled.typed("get", "dev/orders", "database-password") == (0, "pw\n")
    filled.set("dev/orders", "escape", b"\x1b[2J")
    for key in ("session-key", "escape"):
        code, shown = filled.typed("get", "dev/orders", key)
        assert code == 2
        assert shown.startswith(f"kubecatalog: the value of {key} holds characters that a terminal cannot show\n")
        assert "\x1b" not in shown


def test_what_is_not_there(filled: Stages) -> None:
    assert 'dev/orders has no key "api-kye"\n    did you mean "api-key"?' in filled.refused(
        "get", "dev/orders", "api-kye"
    )
    asked = filled.refused("get", "dev/orders")
    assert "which value of dev/orders?\n    name a key (api-key, database-password, session-key)" in asked
    assert "secrets/prod/orders.sops.yaml does not exist" in filled.refused("get", "prod/orders", "api-key")
    assert 'there is no service "order"\n    did you mean "orders"?' in filled.refused("get", "dev/order", "x")
    assert 'there is no environment "de"\n    did you mean "dev"?' in filled.refused("get", "de/orders", "x")
    assert 'orders has no Secret "tls"' in filled.refused("get", "dev/orders.tls", "x")


def test_without_the_right_key(filled: Stages) -> None:
    wrong = "dev/orders.sops.yaml cannot be decrypted: none of your keys is one of its recipients"
    for environ in (filled.nobody, filled.environ(key_pair()), filled.environ(filled.prod)):
        assert wrong in filled.refused("get", "dev/orders", "api-key", environ=environ)


def test_broken_files(filled: Stages) -> None:
    file = filled.file("dev/orders")
    whole = file.read_text()
    file.write_text(whole.replace("stringData:\n", "stringData:\n<<<<<<< ours\n", 1))
    assert "kubecatalog: secrets/dev/orders.sops.yaml:" in filled.refused("get", "dev/orders", "api-key")
    file.write_text(whole[: whole.index("sops:")])
    told = filled.refused("get", "dev/orders", "api-key")
    assert "secrets/dev/orders.sops.yaml:1:1: the file was cut off: its values are encrypted" in told
    file.write_text(whole[: whole.index("lastmodified")])
    told = filled.refused("get", "dev/orders", "api-key")
    assert ":1: the part `sops` has no lastmodified and no mac and no version: the file was cut off" in told


def test_reader_that_is_gone_is_an_error_and_no_traceback(filled: Stages) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "-C", str(filled.root), "secrets", "get", "dev/orders", "api-key"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=filled.environ(),
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.decode() == "kubecatalog: standard output cannot be written: No space left on device\n"


def test_a_key_file_is_named_as_seen_from_where_the_user_is(filled: Stages, tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text(f"{filled.dev.private}\n")
    environ = {name: text for name, text in filled.environ().items() if name != "SOPS_AGE_KEY"}
    done = subprocess.run(
        [*COMMAND, "-C", filled.root, "secrets", "get", "dev/orders", "database-password"],
        capture_output=True,
        cwd=tmp_path,
        env={**environ, "SOPS_AGE_KEY_FILE": "keys.txt"},
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (b"pw", b"")
