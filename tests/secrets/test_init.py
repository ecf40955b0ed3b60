"""`secrets init`, by the real command: a key that real sops finds and uses."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.secrets.age_keys import key_pair
from tests.secrets.shop import COMMAND, Shop, started

HOME_KEYS = ".config/sops/age/keys.txt"


def _environ(shop: Shop, home: Path, **more: str) -> dict[str, str]:
    """That of somebody who has no key yet."""
    return {**shop.environ(key=""), "HOME": str(home), **more}


def _init(shop: Shop, environ: Mapping[str, str], *arguments: str) -> tuple[str, str]:
    done = shop.command("secrets", "init", *arguments, environ=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def _refused(shop: Shop, environ: Mapping[str, str], *arguments: str) -> str:
    done = shop.command("secrets", "init", *arguments, environ=environ)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("variables", "file"),
    [
        ({}, HOME_KEYS),
        ({"XDG_CONFIG_HOME": "{home}/xdg"}, "xdg/sops/age/keys.txt"),
        ({"SOPS_AGE_KEY_FILE": "{home}/deep/own.txt"}, "deep/own.txt"),
    ],
)
def test_the_key_is_where_sops_looks_for_it(
    shop: Shop, tmp_path: Path, variables: Mapping[str, str], file: str
) -> None:
    environ = _environ(shop, tmp_path, **{name: text.format(home=tmp_path) for name, text in variables.items()})
    shown, told = _init(shop, environ, "--name", "carol")
    made = tmp_path / file
    assert (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o077) == (0o600, 0)
    assert list(made.parent.iterdir()) == [made]
    assert re.fullmatch(r"age1[a-z0-9]{58}\n", shown)
    assert f"made a key pair in {made}, which only you can read" in told
    assert "make a backup of it now" in told
    assert "AGE-SECRET-KEY" not in shown + told
    # Somebody who can read the Secrets lets her, too; sops finds her key without being told where it is.
    platform = shop.root / "catalog/platform.yaml"
    platform.write_text(platform.read_text().replace("readers: [alice]", "readers: [alice, carol]"))
    shop.kubecatalog("secrets", "recipients")
    got = shop.command("secrets", "get", "dev/orders", "token", environ=environ)
    assert (got.returncode, got.stdout) == (0, "canary-token"), got.stderr


def test_a_key_that_is_there_stays_and_is_shown(shop: Shop, tmp_path: Path) -> None:
    environ = _environ(shop, tmp_path)
    first, _ = _init(shop, environ)
    content = (tmp_path / HOME_KEYS).read_bytes()
    again, told = _init(shop, environ)
    assert (again, (tmp_path / HOME_KEYS).read_bytes()) == (first, content)
    assert "you have a key already; nothing was made" in told
    assert f"        NAME: {first.strip()}\n" in told
    other = key_pair()
    both, _ = _init(shop, {**environ, "SOPS_AGE_KEY": f"# mine\n{other.private}\n"})
    assert both.split() == [other.public, first.strip()]
    command = ["--name", "carol"]
    _init(shop, {**environ, "SOPS_AGE_KEY": other.private}, *command)
    assert f"carol: [{other.public}, {first.strip()}]" in (shop.root / "catalog/platform.yaml").read_text()


def test_keys_from_a_command_and_of_ssh_are_found(shop: Shop, tmp_path: Path) -> None:
    own = key_pair()
    script = tmp_path / "manager"
    script.write_text(f"#!/bin/sh\necho {own.private}\n")
    script.chmod(0o700)
    shown, _ = _init(shop, _environ(shop, tmp_path, SOPS_AGE_KEY_CMD=str(script)))
    assert shown == f"{own.public}\n"
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/id_ed25519").write_text("private\n")
    (tmp_path / ".ssh/id_ed25519.pub").write_text("ssh-ed25519 AAAAC3NzaC1lZDI1 carol@example.com\n")
    assert _init(shop, _environ(shop, tmp_path))[0] == "ssh-ed25519 AAAAC3NzaC1lZDI1\n"


def test_a_file_that_holds_something_else_is_not_replaced(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / HOME_KEYS
    file.parent.mkdir(parents=True)
    file.write_text("canary, no key\n")
    error = _refused(shop, _environ(shop, tmp_path))
    assert f"{file} exists, and holds no key of age that can be read" in error
    assert "canary" not in error
    assert (file.read_text(), len(list(file.parent.iterdir()))) == ("canary, no key\n", 1)


def test_without_a_home_it_says_what_to_do(shop: Shop) -> None:
    environ = {name: text for name, text in shop.environ(key="").items() if name != "HOME"}
    error = _refused(shop, environ)
    assert "there is no place for a key: neither HOME nor XDG_CONFIG_HOME is set" in error
    assert "name a file in SOPS_AGE_KEY_FILE" in error


def test_a_place_that_cannot_be_written_is_told(shop: Shop) -> None:
    error = _refused(shop, {**shop.environ(key=""), "SOPS_AGE_KEY_FILE": "/proc/none/keys.txt"})
    assert "/proc/none/keys.txt cannot be written: No such file or directory" in error


PLATFORM = """\
# The shop.
name: "shop"
secrets:
  # Who we are.
  people:
    alice: {alice}   # on-call
    bob:
    - {bob}
    # Ask before adding.

  groups: {{all: [alice]}}
environments: {{dev: {{kubernetes: "1.36", secrets: {{readers: [all]}}}}}}
"""


def test_the_platform_file_keeps_everything_else(shop: Shop, tmp_path: Path) -> None:
    text = PLATFORM.format(alice=shop.alice.public, bob=shop.bob.public)
    (shop.root / "catalog/platform.yaml").write_text(text)
    shown, told = _init(shop, _environ(shop, tmp_path), "--name", "carol")
    after = (shop.root / "catalog/platform.yaml").read_text()
    line = f"    - {shop.bob.public}\n"
    assert after == text.replace(line, f"{line}    carol: {shown.strip()}\n")
    assert "catalog/platform.yaml names it as that of carol" in told
    assert "name carol, or a group with carol in it, among the `secrets.readers`" in told
    _, told = _init(shop, _environ(shop, tmp_path), "--name", "carol")
    assert "catalog/platform.yaml has it as that of carol already" in told
    assert (shop.root / "catalog/platform.yaml").read_text() == after


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("all", '"all" is a group in catalog/platform.yaml'),
        ("a b", '"a b" is not a name of letters, digits, -_.@'),
    ],
)
def test_a_name_that_cannot_be_is_refused_before_a_key_is_made(
    shop: Shop, tmp_path: Path, name: str, message: str
) -> None:
    text = PLATFORM.format(alice=shop.alice.public, bob=shop.bob.public)
    (shop.root / "catalog/platform.yaml").write_text(text)
    assert message in _refused(shop, _environ(shop, tmp_path), "--name", name)
    assert not (tmp_path / HOME_KEYS).exists()


def test_the_name_of_somebody_else_is_not_taken_over(shop: Shop, tmp_path: Path) -> None:
    before = (shop.root / "catalog/platform.yaml").read_text()
    done = shop.command("secrets", "init", "--name", "bob", environ=_environ(shop, tmp_path))
    assert done.returncode == 2
    assert "bob has another key in catalog/platform.yaml" in done.stderr
    assert (shop.root / "catalog/platform.yaml").read_text() == before
    assert not (tmp_path / HOME_KEYS).exists()


def test_git_is_set_up_in_a_clone_of_the_catalog_only(tmp_path: Path) -> None:
    shop = started(tmp_path / "shop")
    shop.git("config", "--local", "--unset", "merge.kubecatalog-secrets.driver")
    _, told = _init(shop, _environ(shop, tmp_path))
    assert (
        "git merges encrypted files key by key from now on; set git config merge.kubecatalog-secrets.driver\n" in told
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    argv = [*COMMAND, "-C", str(elsewhere), "secrets", "init"]
    done = subprocess.run(argv, capture_output=True, text=True, env=_environ(shop, tmp_path), check=True)
    assert done.stdout.startswith("age1")
    assert os.listdir(elsewhere) == []
