"""`secrets status`, by the real command: without any key it tells who can read what, and how old it is."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from generator.json_types import JsonMap
from tests.secrets.age_keys import key_pair
from tests.secrets.shop import FILE, Shop
from tests.secrets.stages import Stages


def _status(shop: Shop, *arguments: str, key: str | None = None) -> str:
    done = shop.command("secrets", "status", *arguments, environ=shop.environ(key=key))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _json(shop: Shop, key: str | None = None) -> JsonMap:
    found: JsonMap = json.loads(_status(shop, "--format", "json", key=key))["environments"][0]
    return found


def test_the_table_of_an_environment(shop: Shop) -> None:
    assert _status(shop).splitlines() == [
        "dev, for alice: you can read all of it",
        "  SECRET          KEY                   AGE   LIMIT",
        "  orders-secrets  api-key               <1h",
        "                  database-password     <1h",
        "                  token                 <1h",
        "  orders-tls      tls.crt                            missing",
        "                  tls.key                            missing",
    ]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "you have no key (`kubecatalog secrets init` makes one)"),
        ("other", "you can read 0 of 1 files"),
    ],
)
def test_who_cannot_read_is_told(shop: Shop, key: str, said: str) -> None:
    own = key and key_pair().private
    assert _status(shop, "dev", key=own).splitlines()[0] == f"dev, for alice: {said}"
    assert _json(shop, own)["secrets"][0]["readable"] is False


def test_who_is_missing_and_who_is_too_much(shop: Shop) -> None:
    stranger = key_pair()
    shop.readers("alice", "bob")
    shop.sops("rotate", "--in-place", "--add-age", stranger.public, FILE)
    lines = _status(shop).splitlines()
    assert lines[0] == "dev, for alice, bob: you can read all of it"
    assert lines[-3:] == [
        f"  {FILE} is not encrypted for bob ({shop.bob.public[:12]})",
        f"  {FILE} is encrypted for {stranger.public[:12]} (nobody knows whose) and should not be",
        "  `kubecatalog secrets recipients dev` brings them in line",
    ]
    secret = _json(shop)["secrets"][0]
    assert secret["missing"] == [{"name": "bob", "recipient": shop.bob.public}]
    assert secret["extra"] == [{"name": "", "recipient": stranger.public}]
    assert secret["readable"] is True


def test_a_value_that_is_older_than_its_limit(shop: Shop) -> None:
    """Its age is that of the commit which brought it; another value of the file is new."""
    platform = shop.root / "catalog/platform.yaml"
    platform.write_text(platform.read_text().replace("secrets:\n", "secrets:\n  maxAge: 30d\n", 1))
    service = shop.root / "catalog/services/orders.yaml"
    service.write_text(service.read_text().replace("token: {}", "token: {maxAge: 1y}"))
    date = "2026-01-01T00:00:00Z"
    environ = {**shop.environ(), "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    subprocess.run(
        ["git", "commit", "--quiet", "--amend", "--all", "--message", "old", "--reset-author"],
        cwd=shop.root,
        env=environ,
        check=True,
    )
    shop.set("api-key", "canary-new")
    keys = {own["key"]: own for own in _json(shop)["secrets"][0]["keys"]}
    assert [keys[key]["old"] for key in ("api-key", "database-password", "token")] == [False, True, False]
    assert keys["api-key"]["age"] < 3600
    assert [keys[key]["limit"] for key in ("api-key", "token")] == [30 * 86400, 365 * 86400]
    lines = _status(shop).splitlines()
    assert re.fullmatch(r"  +database-password +\d+d +30d  too old", lines[3])
    assert re.fullmatch(r"  +token +\d+d +365d", lines[4])


def test_a_broken_file_is_told_and_the_rest_is_shown(shop: Shop) -> None:
    (shop.root / FILE).write_text("<<<<<<< ours\n")
    text = _status(shop)
    assert f"  {FILE} cannot be read; see `kubecatalog secrets check`" in text.splitlines()
    assert "orders-tls" in text


def test_a_service_for_keys_decides_who_reads(shop: Shop) -> None:
    """Its entry in the file is all that is looked at: nothing is asked."""
    arn = "arn:aws:kms:eu-west-1:123456789012:key/1"
    platform = shop.root / "catalog/platform.yaml"
    platform.write_text(platform.read_text().replace("readers: [alice]", f"readers: [alice], sops: {{kms: '{arn}'}}"))
    file = shop.root / FILE
    entry = f'  kms:\n    - arn: {arn}\n      created_at: "2026-01-01T00:00:00Z"\n      enc: AAAA\n'
    file.write_text(file.read_text().replace("sops:\n", f"sops:\n{entry}"))
    said = "you can read 0 of 1 files, and 1 if a key service lets you"
    assert _status(shop, key=key_pair().private).splitlines()[0] == f"dev, for alice, its kms: {said}"
    assert _json(shop, key_pair().private)["secrets"][0]["readable"] is None


def test_long_names_fit_a_hundred_columns(shop: Shop) -> None:
    keys = ", ".join(f"{'very-long-name-of-a-key-' * 3}{number}: {{maxAge: 90d}}" for number in range(3))
    service = shop.root / "catalog/services/orders.yaml"
    service.write_text(
        f"{service.read_text()}secretName: {'orders-' * 8}secrets\n".replace("token: {}", f"token: {{}}, {keys}")
    )
    lines = _status(shop).splitlines()
    assert max(len(line) for line in lines if not line.startswith("dev")) < 100
    assert any("…" in line for line in lines)


def test_environments_are_apart(stages: Stages) -> None:
    stages.set("dev/orders", "api-key", b"canary")
    done = stages.run("status", "dev", "prod", environ=stages.environ(stages.dev))
    blocks = done.stdout.decode().split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [
        "dev, for alice: you can read all of it",
        "prod, for bob: nothing is encrypted yet",
    ]
    unknown = stages.refused("status", "prdo")
    assert 'there is no environment "prdo"' in unknown
