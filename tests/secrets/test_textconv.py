"""What `git diff` shows of encrypted files: which keys changed, and nothing that is encrypted or should be."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.secrets.textconv import text
from tests.secrets.shop import COMMAND, FILE, Shop

CIPHERTEXT = "ENC[AES256_GCM"


def _changed_lines(diff: str) -> list[str]:
    lines = diff.splitlines()
    return [line for line in lines if line[:1] in ("+", "-") and not line.startswith(("+++", "---"))]


def _names(lines: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in lines]


@pytest.mark.parametrize("arguments", [("diff", "main"), ("log", "-p", "-1"), ("show", "HEAD")])
def test_a_diff_names_the_keys_that_changed(shop: Shop, arguments: tuple[str, ...]) -> None:
    shop.branch("ours")
    shop.set("token", "of ours")
    shop.set("added", "of ours")
    shop.commit("change")
    shown = shop.git(*arguments, key="").stdout
    assert sorted(_names(_changed_lines(shown))) == [
        "+sops.lastmodified",
        "+sops.mac",
        "+stringData.added",
        "+stringData.token",
        "-sops.lastmodified",
        "-sops.mac",
        "-stringData.token",
    ]
    assert CIPHERTEXT not in shown
    assert "canary" not in shown


def test_a_diff_names_who_can_read(shop: Shop) -> None:
    shop.sops("rotate", "--in-place", "--add-age", shop.bob.public, FILE)
    added = [line for line in _changed_lines(shop.git("diff").stdout) if line.startswith("+sops.age")]
    assert added == [f"+sops.age: {shop.bob.public}"]


def test_where_the_interpreter_is_gone_git_diff_says_that_something_changed(shop: Shop) -> None:
    for name in ("diff.kubecatalog-secrets.textconv", "merge.kubecatalog-secrets.driver"):
        value = shop.git("config", name).stdout.rstrip("\n")
        shop.git("config", name, value.replace(sys.executable, "/nonexistent/python"))
    shop.set("token", "of ours")
    shown = shop.git("diff").stdout
    assert "cannot run kubecatalog any more" in shown
    assert len(_changed_lines(shown)) == 2
    assert CIPHERTEXT not in shown


HEAD = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, labels: {x: canary}}\ntype: Opaque\n"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("", ""),
        ("a: [", "cannot be read as a Secret: invalid-yaml at 1:5 of 0 lines, 4 bytes\n"),
        (
            "a: 1\n<<<<<<< ours\ncanary\n=======\n>>>>>>> theirs\n",
            "cannot be read as a Secret: merge-conflict markers at 2:1 of 5 lines, 48 bytes\n",
        ),
        ("\0\x01", "cannot be read as a Secret: invalid-yaml at 1:1 of 0 lines, 2 bytes\n"),
        ("[canary]", "cannot be read as a Secret: not-a-secret at 1:1 of 0 lines, 8 bytes\n"),
        (
            f"{HEAD}stringData: {{b: canary, c: '', d: 7, e: 'ENC[canary]', \"f\\e\": null}}\ncanaries: [canary]\n",
            "apiVersion: v1\nkind: Secret\ntype: Opaque\nmetadata.name: a\nmetadata.labels: (not shown)\n"
            "canaries: (not shown)\nstringData.b: NOT ENCRYPTED\nstringData.c: empty\nstringData.d: NOT ENCRYPTED\n"
            "stringData.e: NOT ENCRYPTED\nstringData.'f\\x1b': empty\nnot encrypted\n",
        ),
        (
            "stringData:\nsops:\n  kms: [{arn: 'arn:x', enc: canary}]\n  mac: canary\n"
            "  key_groups: [{age: [{recipient: age1, enc: canary}], pgp: [{fp: AB, enc: canary}]}, 3]\n",
            "sops.kms: arn:x\nsops.key_groups.age: age1\nsops.key_groups.pgp: AB\nsops.mac: NOT ENCRYPTED\n",
        ),
    ],
)
def test_any_text(content: str, shown: str) -> None:
    assert text(content.encode()) == shown
    assert "canary" not in shown


def test_texts_that_no_parser_likes() -> None:
    for content in (b"\xff\xfe", b"[" * 100_000, b"{" * 5_000, b"&a [*a, *a]", b"? ? ?", b"---\n---\n", b"%YAML 9\n"):
        assert text(content).startswith("cannot be read as a Secret: "), content[:20]


def test_what_is_cut_off_anywhere(shop: Shop) -> None:
    whole = shop.read()
    for length in range(0, len(whole), 7):
        shown = text(whole[:length])
        assert CIPHERTEXT not in shown
        assert "BEGIN AGE" not in shown


def test_a_file_that_is_not_there(shop: Shop) -> None:
    refused = shop.command("secrets", "textconv", "/nonexistent/file")
    assert refused.stderr == "kubecatalog: /nonexistent/file cannot be read: No such file or directory\n"


def test_it_is_fast_and_loads_little(shop: Shop, tmp_path: Path) -> None:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        shop.kubecatalog("secrets", "textconv", str(shop.root / FILE))
        times.append(time.perf_counter() - started)
    assert statistics.median(times) < 0.4, "0.06 s on a machine that has nothing else to do"
    script = (
        f"import sys; from generator.cli import main\ntry: main({['secrets', 'textconv', str(shop.root / FILE)]})\n"
    )
    loaded = subprocess.run(
        [COMMAND[0], "-P", "-c", f"{script}finally: print(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=False,
        env=shop.environ(),
    ).stderr.split()
    assert "generator.secrets.textconv" in loaded
    assert {"yaml", "subprocess", "ctypes", "json", "generator.catalog", "generator.workspace"} & {*loaded} == set()
