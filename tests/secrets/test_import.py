"""`secrets import` takes over all values of a file in the clear, or none."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.secrets.stages import COMMAND, Stages

ENV = """\
# of the old server
export DB_PASS='canary #1 $x' # a comment
API_KEY="line\\nof \\"two\\""
PLAIN=canary two # a comment
LINES="one
two"
URL=http://${HOST}/
"""
MANIFEST = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Secret
  metadata: {name: other}
  stringData: {a: b}
- apiVersion: v1
  kind: Secret
  metadata: {name: extra}
  type: Opaque
  data: {binary: AP8=, text: Y2FuYXJ5}
  stringData: {text: canary over data}
"""


def test_dotenv(stages: Stages) -> None:
    stages.repository.write(".env.old", ENV)
    told = stages.told("import", "dev/orders", "--from", ".env.old", "--rename", "PLAIN=plain")
    assert told == (
        "DB_PASS is taken as database-password\n"
        "API_KEY is taken as api-key\n"
        "nothing is put in for the placeholders in URL\n"
        "secrets/dev/orders.sops.yaml written: LINES, URL, api-key, database-password, plain\n"
        "    `kubecatalog render`, so that it is built, and pods roll\n"
        "nothing in the catalog uses LINES, URL, plain of dev/orders yet\n"
        ".env.old still holds the values in the clear: remove it\n"
    )
    assert stages.values("dev/orders") == {
        "LINES": "one\ntwo",
        "URL": "http://${HOST}/",
        "api-key": 'line\nof "two"',
        "database-password": "canary #1 $x",
        "plain": "canary two",
    }


def test_files_are_named_from_where_the_option_c_says(stages: Stages, tmp_path: Path) -> None:
    """As with git; somebody who names them from where they are themselves is told."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "values.env").write_text("A=canary one\n")
    (stages.root / "key.txt").write_text("canary two")
    set_ = ("set", "dev/orders.extra", "b", "--file")
    for arguments in (("import", "dev/orders.extra", "--from", "values.env"), (*set_, "values.env")):
        done = stages.run(*arguments, cwd=elsewhere)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode() == (
            f"kubecatalog: {os.path.relpath(stages.root / 'values.env', elsewhere)} is not there: "
            f"with -C files are looked for in {stages.root}, as with git\n    there is {elsewhere / 'values.env'}\n"
        )
    whole = str(elsewhere / "values.env")
    assert stages.run("import", "dev/orders.extra", "--from", whole, cwd=elsewhere).returncode == 0
    assert stages.run(*set_, "key.txt", cwd=elsewhere).returncode == 0
    assert stages.values("dev/orders.extra") == {"A": "canary one", "b": "canary two"}


def test_manifest_from_standard_input(stages: Stages) -> None:
    told = stages.told("import", "dev/orders.extra", stdin=MANIFEST.encode())
    assert told.startswith("secrets/dev/orders.extra.sops.yaml written: binary, text\n")
    assert "in the clear" not in told
    assert stages.values("dev/orders.extra") == {"binary": "AP8=", "text": "canary over data"}


def test_json_of_get_comes_back(stages: Stages) -> None:
    values = {"api-key": "canary é\n", "session-key": {"base64": "AP8="}}
    stages.told("import", "dev/orders", stdin=json.dumps(values).encode())
    got = stages.run("get", "dev/orders", "--format", "json").stdout
    assert json.loads(got) == values
    assert stages.told("import", "dev/orders", stdin=got) == "secrets/dev/orders.sops.yaml as it was\n"


def test_values_that_there_are(stages: Stages) -> None:
    stages.set("dev/orders", "api-key", b"old")
    stages.told("import", "dev/orders", "--keep", stdin=b"API_KEY=new\nB=2\n")
    assert stages.values("dev/orders") == {"api-key": "old", "B": "2"}
    told = stages.told("import", "dev/orders", stdin=b"API_KEY=new\nB=2\n")
    assert "written: api-key\n" in told
    assert stages.values("dev/orders") == {"api-key": "new", "B": "2"}


def test_other_name_and_type_of_a_manifest_are_told(stages: Stages) -> None:
    manifest = b"apiVersion: v1\nkind: Secret\nmetadata: {name: old-tls}\ntype: Opaque\nstringData: {tls.key: k}\n"
    told = stages.told("import", "dev/orders.orders-tls", stdin=manifest)
    assert told.startswith(
        "the Secret there is called old-tls, and the catalog's orders-tls\n"
        "the Secret there is of type Opaque; the catalog says kubernetes.io/tls, and so it is written\n"
    )
    assert "type: kubernetes.io/tls\n" in stages.file("dev/orders.orders-tls").read_text()


def test_all_faults_at_once(stages: Stages) -> None:
    lines = [b"A=", b"B=canary\0x", b'C="ENC[AES256_GCM,data:x]"', b"D=" + b"x" * 1_100_000, b"E=canary"]
    assert stages.refused("import", "dev/orders", stdin=b"\n".join(lines)) == (
        "kubecatalog: nothing of standard input was imported\n"
        "    the value of A is empty\n"
        "    the value of B holds a NUL byte, which no environment variable can have\n"
        "    the value of C looks like ciphertext of sops\n"
        "    the value of D is too large: a Secret holds at most 1,048,576 bytes in all\n"
        "    --allow-empty takes empty values\n"
    )
    stages.told("import", "dev/orders", "--allow-empty", stdin=lines[0] + b"\n" + lines[4])
    assert stages.values("dev/orders") == {"A": "", "E": "canary"}


def test_too_much_together(stages: Stages) -> None:
    half = b"x" * 600_000
    stages.set("dev/orders", "first", half)
    error = stages.refused("import", "dev/orders", stdin=b"SECOND=" + half)
    assert error.startswith("kubecatalog: the Secret would have 1,200,000 bytes; it holds at most 1,048,576\n")


@pytest.mark.parametrize(
    ("arguments", "content", "error"),
    [
        ((), "A='canary", "standard input:1: expected NAME=value\n    end the quotes"),
        ((), "", "standard input holds no values"),
        ((), "# nothing", "standard input holds no values"),
        ((), '{"a": "canary"', "what is given is not JSON: line 1, column "),
        ((), '{"a": "canary", "a": "b"}', "what is given has a key twice: a"),
        ((), '{"a": 1, "b": null, "c": {"base64": "!"}}', "the value of a is not a text"),
        ((), '{"a b": "canary"}', '"a b" cannot be a key of a Secret: letters, digits'),
        (("--as", "json"), '["canary"]', "what is given is not a JSON object"),
        (("--as", "manifest"), "a: [canary", "standard input:2:1: not YAML"),
        (("--as", "manifest"), "a: 2020-99-99", "standard input: not YAML"),
        (("--as", "manifest"), "kind: ConfigMap", "standard input holds no Secret"),
        ((), "kind: Secret\nstringData: {port: 5432}", "the value of stringData.port is no text: put it in quotes"),
        ((), "kind: Secret\ndata: {a: 'ca!'}", "the value of data.a is no base64"),
        ((), "kind: Secret\ndata: canary", "data of the Secret there holds no keys"),
        (
            (),
            MANIFEST,
            "standard input holds several Secrets: other, extra\n    leave one of them, or call it orders-sec",
        ),
        ((), "kind: Secret\nsops: {mac: x}", "standard input is encrypted by sops\n    decrypt it on the way: `sops"),
        (("--rename", "B=c"), "A=1", 'there is no "B" to rename\n    there are A'),
        (("--rename", "A=api-key"), "A=1\nAPI_KEY=2", "A and API_KEY would both become api-key"),
        (("--rename", "A"), "A=1", '"A" is not OLD=NEW'),
        (("--from", "gone"), "", "gone cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_read(stages: Stages, arguments: tuple[str, ...], content: str, error: str) -> None:
    told = stages.refused("import", "dev/orders", *arguments, stdin=content.encode())
    assert error in told
    assert "canary" not in told


def test_bytes_that_are_no_text(stages: Stages) -> None:
    assert "standard input is no UTF-8 text" in stages.refused("import", "dev/orders", stdin=b"A=\xff")


def test_terminal_is_not_waited_for(stages: Stages) -> None:
    assert stages.typed("import", "dev/orders")[1].startswith("kubecatalog: where are the values?\n")


def test_without_a_key_a_new_file_is_written_and_an_old_one_is_not(stages: Stages) -> None:
    stages.told("import", "dev/orders", stdin=b"A=1", environ=stages.nobody)
    assert stages.values("dev/orders") == {"A": "1"}
    error = stages.refused("import", "dev/orders", stdin=b"A=2", environ=stages.nobody)
    assert "none of your keys is one of its recipients" in error


def test_two_at_once_both_land(stages: Stages) -> None:
    stages.set("dev/orders", "first", b"1")
    argv = [*COMMAND, "-C", str(stages.root), "secrets", "import", "dev/orders"]
    children = [
        subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=stages.environ()) for _ in range(3)
    ]
    for number, child in enumerate(children):
        assert child.stdin
        child.stdin.write(f"KEY{number}={number}".encode())
        child.stdin.close()
    assert [child.wait(60) for child in children] == [0, 0, 0]
    for child in children:
        assert child.stderr
        child.stderr.close()
    assert stages.values("dev/orders") == {"first": "1", "KEY0": "0", "KEY1": "1", "KEY2": "2"}
