"""Branches that changed the same encrypted file, brought together by real git."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from generator.secrets import gitconfig
from generator.secrets.file import read
from generator.secrets.key_order import ordered
from generator.secrets.merging import has_rotated
from tests.secrets.shop import FILE, VALUES, Shop, started

CHANGED = {**VALUES, "api-key": "of ours", "token": "of theirs"}


def _two_branches(shop: Shop, ours: dict[str, str], theirs: dict[str, str]) -> None:
    """`theirs` and `ours` with a change of their own each; `ours` is the current one."""
    for name, values in (("theirs", theirs), ("ours", ours)):
        shop.branch(name)
        for key, value in values.items():
            shop.set(key, value)
        shop.commit(name)


def _ciphertexts(content: bytes) -> dict[str, str]:
    return read(FILE, content).keys


def _is_as_written(shop: Shop, values: dict[str, str]) -> None:
    assert shop.values() == values, "and with that the MAC holds"
    assert list(_ciphertexts(shop.read())) == ordered(values)
    assert shop.git("status", "--porcelain").stdout == ""


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
def test_each_side_set_another_key(shop: Shop, how: str) -> None:
    _two_branches(shop, {"api-key": "of ours"}, {"token": "of theirs", "added": "of theirs"})
    before = _ciphertexts(shop.read())
    done = shop.git(how, *(["--no-edit"] if how == "merge" else []), "theirs")
    assert "CONFLICT" not in done.stdout + done.stderr
    _is_as_written(shop, {**CHANGED, "added": "of theirs"})
    after = _ciphertexts(shop.read())
    kept = {"database-password"} if how == "rebase" else {"api-key", "database-password"}
    assert {key for key, text in before.items() if after[key] == text} == kept
    assert "canary" not in done.stdout + done.stderr


def test_both_sides_made_the_same_change(shop: Shop) -> None:
    _two_branches(shop, {"token": "same", "api-key": "of ours"}, {"token": "same"})
    before = shop.read()
    shop.git("merge", "--no-edit", "theirs")
    _is_as_written(shop, {**VALUES, "token": "same", "api-key": "of ours"})
    assert shop.read() == before


def test_one_side_removed_a_key(shop: Shop) -> None:
    shop.branch("theirs")
    shop.sops("unset", FILE, '["stringData"]["token"]')
    shop.commit("theirs")
    shop.branch("ours")
    shop.set("api-key", "of ours")
    shop.commit("ours")
    shop.git("merge", "--no-edit", "theirs")
    _is_as_written(shop, {"api-key": "of ours", "database-password": VALUES["database-password"]})


def test_both_sides_added_the_file(shop: Shop) -> None:
    path = "secrets/dev/orders.tls.sops.yaml"
    for name, key in (("theirs", "tls.key"), ("ours", "tls.crt")):
        shop.branch(name)
        shop.set(key, f"of {name}", "dev/orders.tls")
        shop.commit(name)
    shop.git("merge", "--no-edit", "theirs")
    assert shop.values(path) == {"tls.crt": "of ours", "tls.key": "of theirs"}
    assert read(path, shop.read(path)).type == "kubernetes.io/tls"


def _conflict(shop: Shop, *, key: str | None = None) -> str:
    _two_branches(
        shop, {"api-key": "of ours", "token": "1"}, {"api-key": "of theirs", "token": "2", "added": "of theirs"}
    )
    done = shop.git("merge", "--no-edit", "theirs", ok=False, key=key)
    assert done.returncode == 1
    assert f"CONFLICT (content): Merge conflict in {FILE}" in done.stdout
    assert shop.git("status", "--porcelain").stdout == f"UU {FILE}\n"
    assert b"<<<<<<< ours\n" in shop.read(), "nobody commits this by mistake"
    return done.stderr + done.stdout


def test_both_sides_changed_a_key(shop: Shop) -> None:
    told = _conflict(shop)
    assert f"kubecatalog: {FILE}: both sides changed api-key, token\n" in told
    assert f"    say which to take: `kubecatalog secrets resolve {FILE} --ours KEY --theirs KEY`\n" in told
    refused = shop.command("secrets", "resolve", FILE, "--theirs", "api-key")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"kubecatalog: {FILE}: both sides changed token\n")
    assert shop.git("status", "--porcelain").stdout == f"UU {FILE}\n"
    shop.kubecatalog("secrets", "resolve", FILE, "--theirs", "api-key", "--ours", "token")
    assert shop.git("status", "--porcelain").stdout == f"M  {FILE}\n"
    shop.git("commit", "--no-edit")
    _is_as_written(shop, {**VALUES, "api-key": "of theirs", "token": "1", "added": "of theirs"})


def test_the_rest_from_one_side(shop: Shop) -> None:
    _conflict(shop)
    told = shop.kubecatalog("secrets", "resolve", FILE, "--ours", "token", "--rest", "theirs")
    assert told == f"{FILE} resolved; go on with the merge\n"
    assert shop.values() == {**VALUES, "api-key": "of theirs", "token": "1", "added": "of theirs"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ours", "nothing"], f"{FILE}: no side has a key nothing\n"),
        (["--ours", "token", "--theirs", "token"], "token is taken from both sides\n    take a key from one of them\n"),
    ],
)
def test_wrong_choices(shop: Shop, arguments: list[str], message: str) -> None:
    _conflict(shop)
    refused = shop.command("secrets", "resolve", FILE, *arguments)
    assert (refused.returncode, refused.stderr) == (2, f"kubecatalog: {message}")
    assert b"<<<<<<< ours\n" in shop.read()


def test_nothing_to_resolve(shop: Shop) -> None:
    for path, message in (
        (FILE, f"{FILE} is not in conflict\n    `git status` lists the files that are\n"),
        ("README.md", "README.md is no place of an encrypted Secret\n    for example: secrets/dev/orders.sops.yaml\n"),
    ):
        refused = shop.command("secrets", "resolve", path)
        assert (refused.returncode, refused.stderr) == (2, f"kubecatalog: {message}")


@pytest.mark.parametrize("key", ["", "bob"])
def test_without_a_key_git_has_a_conflict_and_who_has_one_resolves_it(shop: Shop, key: str) -> None:
    _two_branches(shop, {"api-key": "of ours"}, {"token": "of theirs"})
    done = shop.git("merge", "--no-edit", "theirs", ok=False, key=key and shop.bob.private)
    assert done.returncode == 1
    message = f"kubecatalog: {FILE} (base) cannot be decrypted: none of your keys is one of its recipients\n"
    assert message in done.stderr
    assert f"git's own conflict is left in it; resolve it with `kubecatalog secrets resolve {FILE}`" in done.stderr
    assert b"<<<<<<< ours\n" in shop.read()
    shop.kubecatalog("secrets", "resolve", FILE)
    shop.git("commit", "--no-edit")
    _is_as_written(shop, CHANGED)


def test_without_a_key_what_does_not_touch_is_merged(shop: Shop) -> None:
    """One side renamed the Secret, which no MAC is of; the other one set a value."""
    shop.branch("theirs")
    (shop.root / FILE).write_bytes(shop.read().replace(b"name: orders-secrets", b"name: renamed"))
    shop.commit("theirs")
    shop.branch("ours")
    shop.set("token", "of ours")
    shop.commit("ours")
    shop.git("merge", "--no-edit", "theirs", key="")
    assert read(FILE, shop.read()).name == "renamed"
    _is_as_written(shop, {**VALUES, "token": "of ours"})


def test_without_a_key_values_and_recipients_are_merged(shop: Shop) -> None:
    shop.branch("theirs")
    shop.readers("alice", "bob")
    (shop.root / ".sops.yaml").write_text(
        f"creation_rules: [{{age: '{shop.alice.public},{shop.bob.public}'}}]\nstores: {{yaml: {{indent: 2}}}}\n"
    )
    shop.sops("updatekeys", "--yes", FILE)
    shop.commit("theirs")
    shop.branch("ours")
    shop.set("token", "of ours")
    shop.commit("ours")
    shop.git("merge", "--no-edit", "theirs", key="")
    _is_as_written(shop, {**VALUES, "token": "of ours"})
    assert read(FILE, shop.read()).recipients == tuple(sorted((shop.alice.public, shop.bob.public)))


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_one_side_rotated_the_data_key(shop: Shop, side: str) -> None:
    other = "theirs" if side == "ours" else "ours"
    for name in ("theirs", "ours"):
        shop.branch(name)
        if name == side:
            shop.sops("rotate", "--in-place", FILE)
        else:
            shop.set("token", f"of {other}")
        shop.commit(name)
    start, rotated = (read(FILE, shop.git("show", f"{name}:{FILE}").stdout.encode()) for name in ("main", side))
    shop.git("merge", "--no-edit", "theirs")
    _is_as_written(shop, {**VALUES, "token": f"of {other}"})
    result = read(FILE, shop.read())
    assert has_rotated(start, result)
    assert not has_rotated(rotated, result)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_one_side_changed_who_can_read(shop: Shop, side: str) -> None:
    for name in ("theirs", "ours"):
        shop.branch(name)
        if name == side:
            shop.readers("alice", "bob")
            shop.sops("rotate", "--in-place", "--add-age", shop.bob.public, FILE)
        shop.set("token" if name == "ours" else "api-key", f"of {name}")
        shop.commit(name)
    shop.git("merge", "--no-edit", "theirs")
    _is_as_written(shop, {**VALUES, "token": "of ours", "api-key": "of theirs"})
    assert read(FILE, shop.read()).recipients == tuple(sorted((shop.alice.public, shop.bob.public)))


def test_who_was_removed_on_one_side_cannot_read_what_the_other_one_rotated(shop: Shop) -> None:
    shop.readers("alice", "bob")
    shop.sops("rotate", "--in-place", "--add-age", shop.bob.public, FILE)
    shop.commit("bob")
    shop.branch("theirs")
    shop.readers("alice")
    shop.sops("rotate", "--in-place", "--rm-age", shop.bob.public, FILE)
    shop.commit("theirs")
    shop.branch("ours")
    shop.sops("rotate", "--in-place", FILE)
    shop.commit("ours")
    ours = read(FILE, shop.read())
    shop.git("merge", "--no-edit", "theirs")
    _is_as_written(shop, VALUES)
    result = read(FILE, shop.read())
    assert result.recipients == (shop.alice.public,)
    assert has_rotated(ours, result), "bob knows that data key"


@pytest.mark.parametrize("rest", ["ours", "theirs"])
def test_one_side_removed_the_file(shop: Shop, rest: str) -> None:
    shop.branch("theirs")
    shop.git("rm", "--quiet", FILE)
    shop.commit("theirs")
    shop.branch("ours")
    shop.set("token", "of ours")
    shop.commit("ours")
    shop.git("merge", "--no-edit", "theirs", ok=False)
    refused = shop.command("secrets", "resolve", FILE)
    assert refused.stderr == (
        f"kubecatalog: {FILE}: they removed the file, and we changed it\n"
        "    say which to take: --rest theirs removes it\n"
    )
    shop.kubecatalog("secrets", "resolve", FILE, "--rest", rest)
    shop.git("commit", "--no-edit")
    assert (shop.root / FILE).exists() == (rest == "ours")
    assert shop.git("status", "--porcelain").stdout == ""


def test_a_version_that_cannot_be_read(shop: Shop) -> None:
    shop.branch("theirs")
    (shop.root / FILE).write_bytes(shop.read().replace(b"stringData:", b"stringData: ["))
    shop.commit("theirs")
    shop.branch("ours")
    shop.set("token", "of ours")
    shop.commit("ours")
    done = shop.git("merge", "--no-edit", "theirs", ok=False)
    assert done.returncode == 1
    assert re.search(rf"kubecatalog: {FILE} \(theirs\):\d+:\d+: ", done.stderr)
    assert shop.git("status", "--porcelain").stdout == f"UU {FILE}\n"


def test_a_catalog_in_a_folder_of_the_repository_with_spaces_in_all_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "50% of it's" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    shop = started(tmp_path / "a repository", "the shop")
    monkeypatch.setattr(sys, "executable", str(python))
    assert gitconfig.set_up(shop.root, os.environ) == [
        f"git config diff.{gitconfig.DRIVER}.textconv",
        f"git config merge.{gitconfig.DRIVER}.driver",
    ]
    assert gitconfig.set_up(shop.root, os.environ) == []
    _two_branches(shop, {"api-key": "of ours"}, {"token": "of theirs"})
    shop.git("merge", "--no-edit", "theirs")
    _is_as_written(shop, CHANGED)
    assert "stringData.token" in shop.git("diff", "main").stdout
    assert list(shop.top.glob(".kubecatalog")) == []


def test_git_is_set_up_once(shop: Shop) -> None:
    assert shop.kubecatalog("secrets", "git") == "git is set up already\n"
    attributes = (shop.root / ".gitattributes").read_text()
    assert attributes.splitlines()[-1] == "/secrets/*/*.sops.yaml diff=kubecatalog-secrets merge=kubecatalog-secrets"
    (shop.root / ".gitattributes").write_text("*.png binary")
    assert shop.kubecatalog("secrets", "git") == "set .gitattributes\n"
    assert (shop.root / ".gitattributes").read_text() == f"*.png binary\n\n{attributes}"


def test_no_git_repository(shop: Shop, tmp_path: Path) -> None:
    (shop.root / ".git").rename(tmp_path / "git")
    refused = shop.command("secrets", "git", environ={**shop.environ(), "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert refused.stderr == f"kubecatalog: {shop.root} is in no git repository\n    start one: `git init`\n"
