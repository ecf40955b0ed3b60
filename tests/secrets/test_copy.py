"""`secrets copy` brings values, or the names of keys, from one environment to another."""

from __future__ import annotations

import pytest

from tests.secrets.stages import Stages

VALUES = {"api-key": "canary api", "database-password": "canary pw", "extra": "canary extra"}


@pytest.fixture
def filled(stages: Stages) -> Stages:
    stages.fill("dev/orders", VALUES)
    return stages


def test_all_values(filled: Stages) -> None:
    told = filled.told("copy", "dev/orders", "test")
    assert told.startswith("secrets/test/orders.sops.yaml written: api-key, database-password, extra\n")
    assert filled.values("test/orders") == VALUES
    assert filled.told("copy", "dev/orders", "test") == "secrets/test/orders.sops.yaml as it was\n"


def test_named_values_to_another_secret(filled: Stages) -> None:
    filled.told("copy", "dev/orders", "test/orders.extra", "extra")
    assert filled.values("test/orders.extra") == {"extra": "canary extra"}


def test_values_that_there_are_stay(filled: Stages) -> None:
    filled.set("test/orders", "api-key", b"own")
    told = filled.told("copy", "dev/orders", "test")
    assert told.endswith("test/orders keeps its own api-key; --replace replaces them\n")
    assert filled.values("test/orders")["api-key"] == "own"
    error = filled.refused("copy", "dev/orders", "test", "api-key")
    assert "test/orders has other values already for api-key\n    give --replace" in error
    filled.told("copy", "dev/orders", "test", "api-key", "--replace")
    assert filled.values("test/orders")["api-key"] == "canary api"


def test_production_shares_only_what_the_catalog_lets_it(filled: Stages) -> None:
    error = filled.refused("copy", "dev/orders", "prod")
    assert error.startswith("kubecatalog: prod/orders must have values of its own for database-password, extra\n")
    filled.told("copy", "dev/orders", "prod", "api-key")
    assert filled.values("prod/orders") == {"api-key": "canary api"}
    filled.told("copy", "dev/orders", "prod", "--force")
    assert filled.values("prod/orders")["database-password"] == "canary pw"
    back = filled.refused("copy", "prod/orders", "dev", "extra")
    assert "dev/orders must have values of its own for extra" in back


def test_unique_value_is_not_shared_at_all(filled: Stages) -> None:
    filled.set("dev/orders", "session-key", b"\xff")
    assert "test/orders must have values of its own for session-key" in filled.refused("copy", "dev/orders", "test")
    filled.told("copy", "dev/orders", "dev/orders.extra", "session-key")
    assert filled.values("dev/orders.extra") == {"session-key": "/w=="}


def test_names_are_made_or_read(filled: Stages) -> None:
    done = filled.run("copy", "dev/orders", "prod", "--names", environ=filled.nobody)
    assert (done.returncode, done.stdout) == (1, b"api-key\nextra\n"), done.stderr
    assert b"prod/orders still has no value for\n" in done.stderr
    assert list(filled.values("prod/orders")) == ["database-password"]
    given = b'{"api-key": "new", "extra": {"base64": "/w=="}}'
    told = filled.told("copy", "dev/orders", "prod", "--names", stdin=given)
    assert told.startswith("secrets/prod/orders.sops.yaml written: api-key, extra\n")
    values = filled.values("prod/orders")
    assert (values["api-key"], values["extra"]) == ("new", "/w==")
    assert len(values["database-password"]) == 32
    same = "prod/orders has a value for every key of dev/orders\n"
    assert filled.told("copy", "dev/orders", "prod", "--names") == same


def test_names_are_asked_for_at_a_terminal(filled: Stages) -> None:
    code, shown = filled.typed("copy", "dev/orders", "prod", "--names", answers=["typed", "typed", ""])
    assert shown.startswith(
        "press Enter alone to leave a key without a value\n"
        "api-key of prod/orders (From the provider.): \n\n"
        "api-key of prod/orders (From the provider.), again: \n\n"
        "extra of prod/orders: \n\n"
        "secrets/prod/orders.sops.yaml written: api-key, database-password\n"
    )
    assert (code, shown.splitlines()[-1]) == (1, "extra")
    values = filled.values("prod/orders")
    assert (values["api-key"], "extra" in values) == ("typed", False)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (b'{"api-kye": "canary"}', 'nobody asked for a value of "api-kye"\n    did you mean "api-key"?'),
        (b'{"api-key": 1}', "the value of api-key is not a text"),
        (b'{"api-key": ""}', "the value of api-key is empty"),
        (b"canary", "what is given is not JSON: line 1, column 1"),
        (b"\xff", "standard input is no UTF-8 text"),
    ],
)
def test_values_for_names_that_cannot_be(filled: Stages, given: bytes, error: str) -> None:
    told = filled.refused("copy", "dev/orders", "prod", "--names", stdin=given)
    assert error in told
    assert "canary" not in told


def test_what_is_not_there(filled: Stages) -> None:
    error = filled.refused("copy", "dev/orders", "test", "api-kye")
    assert 'dev/orders has no key "api-kye"\n    did you mean "api-key"?' in error
    assert "secrets/test/orders.sops.yaml does not exist" in filled.refused("copy", "test/orders", "dev")
    assert "dev/orders and dev/orders are the same Secret" in filled.refused("copy", "dev/orders", "dev")


def test_both_keys_are_needed(filled: Stages) -> None:
    filled.set("prod/orders", "old", b"x")
    for pair, place in ((filled.prod, "dev"), (filled.dev, "prod")):
        error = filled.refused("copy", "dev/orders", "prod", "api-key", environ=filled.environ(pair))
        assert f"secrets/{place}/orders.sops.yaml cannot be decrypted" in error
