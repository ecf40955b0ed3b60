"""`secrets generate` makes what the catalog declares and prints names only."""

from __future__ import annotations

import base64

import pytest

from tests.secrets.stages import Stages

DECLARED = {"database-password", "session-key", "signing", "signing.pub"}


def test_first_fill_of_an_environment(stages: Stages) -> None:
    told = stages.told("generate", "dev")
    assert told == (
        "secrets/dev/orders.sops.yaml written: database-password, session-key, signing, signing.pub\n"
        "    `kubecatalog render`, so that it is built, and pods roll\n"
        "secrets/dev/orders.orders-tls.sops.yaml written: tls.crt, tls.key\n"
        "    `kubecatalog render`, so that it is built, and pods roll\n"
        "dev/orders still has no value for api-key\n"
    )
    values = stages.values("dev/orders")
    assert values.keys() == DECLARED
    assert len(values["database-password"]) == 32
    assert len(base64.b64decode(values["session-key"])) == 32
    assert values["signing"].startswith("-----BEGIN PRIVATE KEY-----\n")
    assert values["signing.pub"].startswith("-----BEGIN PUBLIC KEY-----\n")
    tls = stages.values("dev/orders.orders-tls")
    assert [tls["tls.crt"].split("\n")[0], tls["tls.key"].split("\n")[0]] == [
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----",
    ]
    assert not [text for text in values.values() if text in told]


def test_twice_changes_nothing_and_needs_no_key(stages: Stages) -> None:
    stages.told("generate", "dev")
    before = stages.file("dev/orders").read_bytes()
    told = stages.told("generate", "dev", environ=stages.nobody)
    assert told.startswith("dev: every key that declares `generate` has a value\n")
    assert stages.file("dev/orders").read_bytes() == before


def test_named_key_and_what_is_made_with_it(stages: Stages) -> None:
    told = stages.told("generate", "dev/orders", "signing", environ=stages.nobody)
    assert told.startswith("secrets/dev/orders.sops.yaml written: signing, signing.pub\n")
    assert "dev/orders still has no value for api-key, database-password, session-key\n" in told
    assert stages.values("dev/orders").keys() == {"signing", "signing.pub"}


def test_value_is_replaced_only_when_asked(stages: Stages) -> None:
    stages.told("generate", "dev/orders")
    before = stages.values("dev/orders")
    error = stages.refused("generate", "dev/orders", "signing", "database-password")
    assert "database-password, signing, signing.pub of dev/orders have values already\n    give --replace" in error
    assert "which values are to be replaced?\n    name the keys, or give --all" in stages.refused(
        "generate", "dev/orders", "--replace"
    )
    stages.told("generate", "dev/orders", "database-password", "--replace")
    after = stages.values("dev/orders")
    assert {key for key in before if before[key] != after[key]} == {"database-password"}
    stages.told("generate", "dev/orders", "--all", "--replace")
    every = stages.values("dev/orders")
    assert {key for key in after if after[key] != every[key]} == DECLARED


def test_half_of_a_pair_is_not_made_alone(stages: Stages) -> None:
    stages.told("generate", "dev/orders")
    stages.told("remove", "dev/orders", "signing.pub")
    told = stages.told("generate", "dev/orders")
    assert told.startswith("signing.pub of dev/orders is made together with signing, which has a value\n")
    assert "signing.pub" not in stages.values("dev/orders")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("dev/orders", "signign"), 'signign of dev/orders declares no `generate`\n    did you mean "signing"?'),
        (("dev/orders", "api-key"), "api-key of dev/orders declares no `generate`\n    these declare one: "),
        (("dev/orders.extra",), "the catalog declares no `generate` for a key of dev/orders.extra"),
        (("dev/cart",), "the catalog declares no `generate` for a key of dev/cart"),
        (("dev", "signing"), "the keys signing are of which service?\n    give dev/SERVICE"),
        (("dev/orders", "signing", "--all"), "--all is for all keys, and some are named"),
        (("stage",), 'there is no environment "stage"'),
    ],
)
def test_what_cannot_be(stages: Stages, arguments: tuple[str, ...], error: str) -> None:
    assert error in stages.refused("generate", *arguments)


def test_weak_shape_stops_all_of_it(stages: Stages) -> None:
    orders = stages.root / "catalog/services/orders.yaml"
    orders.write_text(orders.read_text().replace("{generate: password}", "{generate: {password: {length: 3}}}"))
    error = stages.told("generate", "dev", code=2)
    assert "3" in error
    assert not (stages.root / "secrets").exists()
