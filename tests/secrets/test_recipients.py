"""`secrets recipients` and `secrets rotate`, by the real command, with real sops, age keys and git."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT
from tests.secrets.age_keys import key_pair
from tests.secrets.shop import COMMAND, FILE, VALUES, Shop, started
from tests.secrets.stages import Stages

SETTINGS = ("encrypted_regex", "mac_only_encrypted")


@pytest.fixture(scope="module")
def _pair(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The Secrets of a shop that Alice and Bob can read."""
    shop = started(tmp_path_factory.mktemp("pair") / "top")
    shop.set("tls.crt", "canary-crt", "dev/orders.tls")
    shop.readers("alice", "bob")
    shop.kubecatalog("secrets", "recipients")
    shop.commit("bob")
    return shop


@pytest.fixture
def pair(_pair: Shop, tmp_path: Path) -> Shop:
    return _pair.copy(tmp_path / "pair")


def _recipients(shop: Shop, path: str = FILE) -> set[str]:
    return {entry["recipient"] for entry in yaml.safe_load(shop.read(path))["sops"]["age"]}


def _leaves(shop: Shop) -> JsonMap:
    leaves: JsonMap = yaml.safe_load(shop.read())["stringData"]
    return leaves


def _as(shop: Shop, key: str) -> Mapping[str, str]:
    return shop.environ(key=key)


def _json(shop: Shop, *arguments: str, code: int = 0) -> JsonMap:
    done = shop.command("secrets", *arguments, "--format", "json")
    assert done.returncode == code, done.stderr
    found: JsonMap = json.loads(done.stdout)
    return found


def test_who_is_added_can_read_and_no_value_changes(shop: Shop) -> None:
    before = _leaves(shop)
    shop.readers("alice", "bob")
    done = shop.command("secrets", "recipients")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[:2] == [f"1 file: add bob ({shop.bob.public[:12]})", f"    {FILE}"]
    assert "roll" not in done.stderr
    assert done.stderr.splitlines()[-1] == "1 file changed; now `kubecatalog render`, and commit all of it"
    assert _leaves(shop) == before
    assert _recipients(shop) == {shop.alice.public, shop.bob.public}
    got = shop.command("secrets", "get", "dev/orders", "token", environ=_as(shop, shop.bob.private))
    assert (got.returncode, got.stdout) == (0, VALUES["token"])
    assert "1 file, as the platform file says" in shop.kubecatalog("secrets", "recipients", "dev")


def test_who_was_removed_gets_no_new_data_key_and_what_she_could_read_is_listed(pair: Shop) -> None:
    before, values = _leaves(pair), pair.values()
    pair.readers("alice")
    done = pair.command("secrets", "recipients")
    assert done.returncode == 0, done.stderr
    bob = f"bob ({pair.bob.public[:12]})"
    assert done.stderr.splitlines()[:3] == [
        f"2 files: remove {bob}; encrypt every value anew, under a new data key",
        f"    {FILE}",
        "    secrets/dev/orders.tls.sops.yaml",
    ]
    assert "pods that use them roll" in done.stderr
    assert done.stdout.splitlines() == [
        f"{bob} could read these values, which must change at their source:",
        "    dev/orders      api-key, database-password, token",
        "    dev/orders.tls  tls.crt",
    ]
    assert pair.values() == values
    assert all(text != before[key] for key, text in _leaves(pair).items())
    assert _recipients(pair) == {pair.alice.public}
    assert pair.command("secrets", "get", "dev/orders", "token", environ=_as(pair, pair.bob.private)).returncode == 2


def test_the_old_data_key_opens_nothing_that_was_written_since(pair: Shop) -> None:
    """Bob, who kept the old file, puts what he could open there around the new values."""
    old = yaml.safe_load(pair.read())
    pair.readers("alice")
    pair.kubecatalog("secrets", "recipients")
    new = yaml.safe_load(pair.read())
    new["sops"]["age"] = old["sops"]["age"]
    (pair.root / FILE).write_text(yaml.safe_dump(new))
    done = pair.command("secrets", "get", "dev/orders", "token", environ=_as(pair, pair.bob.private))
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be decrypted" in done.stderr


@pytest.mark.parametrize("committed", [False, True])
def test_git_tells_the_name_of_who_is_gone_from_the_platform_file(pair: Shop, committed: bool) -> None:
    platform = pair.root / "catalog/platform.yaml"
    platform.write_text(platform.read_text().replace(f", bob: {pair.bob.public}", "").replace("alice, bob", "alice"))
    if committed:
        pair.commit("bob left")
        platform.write_text(f"# later\n{platform.read_text()}")
        pair.commit("another change")
    found = _json(pair, "recipients", "--check", code=1)
    assert [own["name"] for own in found["exposed"]] == ["bob"]
    assert found["files"][0]["removed"] == [{"name": "bob", "recipient": pair.bob.public}]


def test_a_key_that_nobody_ever_named_is_shown_by_its_start(pair: Shop) -> None:
    stranger = key_pair()
    pair.sops("rotate", "--in-place", "--add-age", stranger.public, FILE)
    done = pair.command("secrets", "recipients", "--check")
    assert done.returncode == 1
    assert f"{stranger.public[:12]} (nobody knows whose) could read" in done.stdout


def test_a_key_that_took_the_place_of_another_of_the_same_person(pair: Shop) -> None:
    platform = pair.root / "catalog/platform.yaml"
    new = key_pair()
    platform.write_text(platform.read_text().replace(pair.bob.public, new.public))
    done = pair.command("secrets", "recipients")
    assert done.returncode == 0, done.stderr
    assert f"bob ({pair.bob.public[:12]}) reads these values with another key, too" in done.stdout
    assert _recipients(pair) == {pair.alice.public, new.public}


def test_check_changes_nothing_and_needs_neither_key_nor_sops(pair: Shop) -> None:
    pair.readers("alice")
    before = pair.read()
    found = _json(pair, "recipients", "--check", code=1)
    assert pair.read() == before
    exposed = [
        {"environment": "dev", "secret": "orders", "path": FILE, "keys": sorted(VALUES)},
        {
            "environment": "dev",
            "secret": "orders.tls",
            "path": "secrets/dev/orders.tls.sops.yaml",
            "keys": ["tls.crt"],
        },
    ]
    assert found["exposed"] == [{"name": "bob", "recipient": pair.bob.public, "stays": False, "values": exposed}]
    assert [(file["changed"], file["newDataKey"]) for file in found["files"]] == [(False, True)] * 2
    keyless = pair.command("secrets", "recipients", "--check", environ=_as(pair, ""))
    assert (keyless.returncode, f"2 files: remove bob ({pair.bob.public[:12]})" in keyless.stderr) == (1, True)
    pair.readers("alice", "bob")
    assert _json(pair, "recipients", "--check") == {"files": [], "exposed": [], "problems": []}


def test_who_removes_herself_can_do_it(pair: Shop) -> None:
    pair.readers("bob")
    done = pair.command("secrets", "recipients")
    assert done.returncode == 0, done.stderr
    assert _recipients(pair) == {pair.bob.public}
    got = pair.command("secrets", "get", "dev/orders", "token", environ=_as(pair, pair.bob.private))
    assert got.stdout == VALUES["token"]


def test_settings_that_are_not_the_rules_are_replaced(pair: Shop) -> None:
    plain = pair.sops("decrypt", FILE)
    (pair.root / FILE).write_bytes(plain)
    config = pair.root / "other.yaml"
    config.write_text(
        "creation_rules: [{path_regex: .*, unencrypted_regex: '^(apiVersion|kind|metadata|type)$', age: ["
        f"{pair.alice.public}, {pair.bob.public}]}}]\n"
    )
    pair.sops("--config", "other.yaml", "encrypt", "--in-place", FILE)
    done = pair.command("secrets", "recipients")
    assert done.returncode == 0, done.stderr
    assert "encrypted_regex is not set, expected ^(data|stringData)$; unencrypted_regex is set" in done.stderr
    sops = yaml.safe_load(pair.read())["sops"]
    assert [sops.get(name) for name in (*SETTINGS, "unencrypted_regex")] == ["^(data|stringData)$", True, None]
    assert pair.values() == VALUES


def test_a_file_that_cannot_be_decrypted_does_not_stop_the_others(pair: Shop) -> None:
    stranger = key_pair()
    config = pair.root / "other.yaml"
    config.write_text(
        "creation_rules: [{path_regex: .*, encrypted_regex: ^(data|stringData)$, mac_only_encrypted: true, "
        f"age: {stranger.public}}}]\n"
    )
    plain = "apiVersion: v1\nkind: Secret\nmetadata: {name: orders-secrets}\nstringData: {token: canary-x}\n"
    (pair.root / FILE).write_text(plain)
    pair.sops("--config", "other.yaml", "encrypt", "--in-place", FILE)
    (pair.root / "secrets/dev/a.sops.yaml").write_text("<<<<<<< ours\n")
    before = pair.read()
    pair.readers("alice")
    done = pair.command("secrets", "recipients")
    assert done.returncode == 1
    assert pair.read() == before
    assert _recipients(pair, "secrets/dev/orders.tls.sops.yaml") == {pair.alice.public}
    lines = done.stderr.splitlines()
    assert any(line.startswith("secrets/dev/a.sops.yaml: line 1: ") for line in lines)
    assert f"{FILE}: cannot be decrypted: none of your keys is one of its recipients" in lines
    assert "canary" not in done.stderr + done.stdout


@pytest.mark.parametrize("key", ["", "other"])
def test_without_a_key_that_fits_the_files_stay(pair: Shop, key: str) -> None:
    before = pair.read()
    pair.readers("alice")
    environ = _as(pair, key and key_pair().private)
    for command in (["recipients"], ["rotate", "dev/orders"]):
        done = pair.command("secrets", *command, environ=environ)
        assert done.returncode == 1
        assert f"{FILE}: cannot be decrypted: none of your keys is one of its recipients" in done.stderr
    assert pair.read() == before


def test_a_file_of_an_environment_without_recipients_is_told(pair: Shop) -> None:
    (pair.root / "secrets/old").mkdir()
    (pair.root / "secrets/old/x.sops.yaml").write_bytes(pair.read())
    done = pair.command("secrets", "recipients", "--check")
    assert done.returncode == 1
    assert "secrets/old/x.sops.yaml: the platform file names no recipients for old" in done.stderr
    unknown = pair.command("secrets", "recipients", "dve")
    assert (unknown.returncode, 'there is no environment "dve"' in unknown.stderr) == (2, True)


def _typed(shop: Shop, answer: str, *arguments: str) -> tuple[int, str]:
    """The command at a terminal."""
    return Stages.typed(_AtTerminal(shop), *arguments, answers=[answer])  # type: ignore[arg-type]


class _AtTerminal:
    def __init__(self, shop: Shop) -> None:
        self.root = shop.root
        self.environ = shop.environ


def test_a_person_is_asked(pair: Shop) -> None:
    before = pair.read()
    pair.readers("alice")
    code, shown = _typed(pair, "", "recipients")
    assert (code, pair.read() == before) == (1, True)
    assert "change 2 files? [y/N]: " in shown
    assert "nothing was changed" in shown
    assert shown.index("which must change at their source") < shown.index("[y/N]")
    assert _typed(pair, "y", "recipients")[0] == 0
    assert _recipients(pair) == {pair.alice.public}


def test_a_new_data_key_encrypts_every_value_of_a_file_anew(pair: Shop) -> None:
    before, other = _leaves(pair), pair.read("secrets/dev/orders.tls.sops.yaml")
    done = pair.command("secrets", "rotate", "dev/orders")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert f"1 file: encrypt every value anew, under a new data key\n    {FILE}\n" in done.stderr
    assert "pods that use them roll" in done.stderr
    assert pair.values() == VALUES
    assert all(text != before[key] for key, text in _leaves(pair).items())
    assert pair.read("secrets/dev/orders.tls.sops.yaml") == other
    assert _recipients(pair) == {pair.alice.public, pair.bob.public}
    pair.kubecatalog("secrets", "rotate", "dev")
    assert pair.read("secrets/dev/orders.tls.sops.yaml") != other


def test_what_to_rotate_must_be_there(pair: Shop) -> None:
    for target, message in (
        ("dev/ordres", 'there is no service "ordres"'),
        ("dev/orders.x", 'orders has no Secret "x"'),
        ("prod", 'there is no environment "prod"'),
    ):
        done = pair.command("secrets", "rotate", target)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    done = pair.command("secrets", "rotate", "dev/orders", "token")
    assert "a data key is that of a whole file, not of token" in done.stderr
    assert "give --values" in done.stderr


def test_rotating_values_makes_new_ones_of_those_that_are_generated(stages: Stages) -> None:
    stages.told("generate", "dev/orders")
    stages.set("dev/orders", "api-key", b"given")
    before = stages.values("dev/orders")
    told = stages.told("rotate", "dev/orders", "database-password", "--values")
    assert "dev/orders gets new values for database-password: pods that use them roll" in told
    after = stages.values("dev/orders")
    assert {key for key in before if before[key] != after[key]} == {"database-password"}
    stages.told("rotate", "dev/orders", "--values", "--yes")
    last = stages.values("dev/orders")
    assert [key for key in last if last[key] == after[key]] == ["api-key"]
    assert "declares no `generate`" in stages.refused("rotate", "dev/orders", "api-key", "--values")


def test_key_groups_are_made_and_kept(shop: Shop) -> None:
    """Both must give their key; a second run finds nothing to do."""
    groups = f"sops: {{key_groups: [{{age: [{shop.alice.public}]}}, {{age: [{shop.bob.public}]}}]}}"
    platform = shop.root / "catalog/platform.yaml"
    platform.write_text(platform.read_text().replace("readers: [alice]", groups))
    done = shop.command("secrets", "recipients")
    assert done.returncode == 0, done.stderr
    assert "it is encrypted for 1 key group, and the rule names 2 key groups" in done.stderr
    assert shop.command("secrets", "get", "dev/orders", "token").returncode == 2
    both = _as(shop, f"{shop.alice.private}\n{shop.bob.private}")
    got = shop.command("secrets", "get", "dev/orders", "token", environ=both)
    assert got.stdout == VALUES["token"]
    assert _json(shop, "recipients", "--check")["files"] == []
    rotated = shop.command("secrets", "rotate", "dev/orders", environ=both)
    assert rotated.returncode == 0, rotated.stderr
    assert _json(shop, "recipients", "--check")["files"] == []


def test_a_kill_at_any_moment_leaves_the_old_file_or_one_under_a_new_data_key(pair: Shop) -> None:
    before, leaves = pair.read(), _leaves(pair)
    pair.readers("alice")
    argv = [*COMMAND, "-C", str(pair.root), "secrets", "recipients", "dev"]
    ended = []
    for wait in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 60):
        child = subprocess.Popen(argv, env=pair.environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            ended.append(child.wait(wait))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if pair.read() != before:
            assert _recipients(pair) == {pair.alice.public}
            assert all(text != leaves[key] for key, text in _leaves(pair).items())
        assert pair.values() == VALUES
    assert ended[-1] == 0
    assert pair.read() != before


def test_without_sops_only_what_needs_it_fails(pair: Shop) -> None:
    script = "from generator.tools import locate; locate.find = lambda *_: None; from generator.cli import main; main()"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-c", script, "-C", str(pair.root), "secrets", *arguments]
        return subprocess.run(argv, capture_output=True, text=True, env=pair.environ(), check=False, cwd=CHECKOUT)

    before = pair.read()
    pair.readers("alice")
    for arguments in (["recipients"], ["rotate", "dev"]):
        done = run(*arguments)
        assert done.returncode == 3
        assert "sops 3.13.3 is not installed" in done.stderr
    assert pair.read() == before
    assert run("recipients", "--check").returncode == 1
    assert run("status").returncode == 0


def test_who_was_removed_by_sops_itself_still_knows_the_data_key(shop: Shop) -> None:
    shop.readers("alice", "bob")
    shop.kubecatalog("secrets", "recipients", "--yes")
    shop.command("render")
    shop.commit("bob")
    shop.readers("alice")
    shop.command("render")
    shop.sops("updatekeys", "--yes", FILE)
    shop.set("token", "unknown to bob")
    line = next(n for n, line in enumerate(shop.read().decode().splitlines(), 1) if line == "  age:")
    message = (
        f"{shop.bob.public[:16]} was removed since the last commit, and knows the data key, which is still the same"
    )
    told = f"{FILE}:{line}:3: error[known-data-key] {message}"
    assert told in shop.command("secrets", "check").stdout
    shop.kubecatalog("secrets", "rotate", "dev/orders", "--yes")
    assert "known-data-key" not in shop.command("secrets", "check").stdout
