"""`secrets move`: out to a store and back, all or nothing, while the pods see the same Secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.json_types import JsonMap
from generator.pipeline import Options
from generator.resources.secret_references import references
from tests.repository import PLATFORM, SERVICES, files
from tests.secrets.stages import Stages, started

FILE = f"{SERVICES}/orders.yaml"
SERVICE = """\
# The service of orders.
image: registry.example.com/shop/orders:1.0.0
port: 8080
env:
  DB_PASS: {secret: database-password}   # by its key
secret:
  keys: {api-key: {unique: false}}
  mount: /etc/orders
secrets:
  orders-tls: {type: kubernetes.io/tls, mount: /etc/tls}
  registry: {pull: true}
environments:
  dev: {replicas: 1}
"""
VALUES = {"database-password": "canary-db", "api-key": "canary-api"}
REFERENCE = ("--reference", "shop/{environment}/{service}#{key}")


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    stages = started(tmp_path_factory.mktemp("move") / "filled")
    (stages.root / FILE).write_text(SERVICE)
    platform = stages.root / PLATFORM
    data = yaml.safe_load(platform.read_text())
    for own in data["environments"].values():
        own["secretStore"] = {"name": "vault", "kind": "ClusterSecretStore"}
    platform.write_text(yaml.safe_dump(data, sort_keys=False))
    for environment in ("dev", "test", "prod"):
        stages.fill(f"{environment}/orders", VALUES)
        stages.fill(f"{environment}/orders.registry", {".dockerconfigjson": "{}"})
        stages.fill(f"{environment}/orders.orders-tls", {"tls.crt": "canary-crt", "tls.key": "canary-key"})
    return stages


@pytest.fixture
def shop(_filled: Stages, tmp_path: Path) -> Stages:
    """A repository of the test's own, where each Secret has values."""
    return _filled.copy(tmp_path / "shop")


def uses(stages: Stages, environment: str) -> list[Any]:
    """What the rendered resources refer to, after a render that finds nothing wrong with the catalog."""
    outcome = stages.repository.run(Options(write=True))
    assert [str(item) for item in outcome.findings if item.severity == "error" and item.category != "secret"] == []
    return [found for manifest in manifests(stages, environment) for found in references(manifest)]


def manifests(stages: Stages, environment: str) -> list[JsonMap]:
    done = stages.repository.kustomize(f"overlays/{environment}/orders")
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def external(stages: Stages, environment: str) -> dict[str, JsonMap]:
    return {
        item["spec"]["target"]["name"]: item["spec"]
        for item in manifests(stages, environment)
        if item["kind"] == "ExternalSecret"
    }


def catalog(stages: Stages) -> str:
    return (stages.root / FILE).read_text()


def state(stages: Stages) -> dict[str, bytes]:
    return files(stages.root, "secrets", "catalog")


def test_one_environment_moves_out(shop: Stages) -> None:
    before = uses(shop, "dev")
    done = shop.run("move", "dev/orders", "--to", "external", *REFERENCE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines() == [
        "dev\tapi-key\tshop/dev/orders#api-key",
        "dev\tdatabase-password\tshop/dev/orders#database-password",
    ]
    assert b"no value was copied" in done.stderr
    assert catalog(shop).startswith(SERVICE.partition("environments:\n")[0])
    assert yaml.safe_load(catalog(shop))["environments"]["dev"] == {
        "replicas": 1,
        "externalSecret": {"data": {key: f"shop/{{environment}}/orders#{key}" for key in sorted(VALUES)}},
    }
    assert not shop.file("dev/orders").exists()
    assert shop.file("prod/orders").exists()
    assert uses(shop, "dev") == before
    spec = external(shop, "dev")["orders-secrets"]
    assert spec["data"][0] == {"secretKey": "api-key", "remoteRef": {"key": "shop/dev/orders", "property": "api-key"}}
    assert spec["secretStoreRef"] == {"name": "vault", "kind": "ClusterSecretStore"}
    assert external(shop, "prod") == {}
    assert shop.run("check", "dev").returncode == 0


def test_out_and_back_leaves_the_catalog_as_it_was(shop: Stages) -> None:
    before = uses(shop, "dev")
    assert shop.run("move", "dev/orders", "--to", "external", *REFERENCE).returncode == 0
    given = {**VALUES, "api-key": "another-canary"}
    told = shop.told("move", "dev/orders", "--to", "sops", stdin=json.dumps(given).encode())
    assert told.startswith("secrets/dev/orders.sops.yaml written\n")
    assert "canary" not in told
    assert yaml.safe_load(catalog(shop)) == yaml.safe_load(SERVICE)
    assert catalog(shop).startswith("# The service of orders.\n")
    assert shop.values("dev/orders") == given
    assert uses(shop, "dev") == before
    assert external(shop, "dev") == {}


def test_all_environments_move_out_and_back(shop: Stages) -> None:
    done = shop.run("move", "orders", "--to", "external", *REFERENCE, "--store", "other")
    assert done.returncode == 0, done.stderr
    assert [line.split(b"\t")[0] for line in done.stdout.splitlines()] == [b"dev"] * 2 + [b"prod"] * 2 + [b"test"] * 2
    assert yaml.safe_load(catalog(shop))["externalSecret"]["store"] == "other"
    assert not any(shop.file(f"{name}/orders").exists() for name in ("dev", "test", "prod"))
    uses(shop, "prod")
    assert {external(shop, name)["orders-secrets"]["secretStoreRef"]["name"] for name in ("dev", "prod")} == {"other"}
    given = {name: {**VALUES, "api-key": f"canary-{name}"} for name in ("dev", "test", "prod")}
    shop.told("move", "orders", "--to", "sops", stdin=json.dumps(given).encode())
    assert yaml.safe_load(catalog(shop)) == yaml.safe_load(SERVICE)
    assert {name: shop.values(f"{name}/orders") for name in given} == given


def test_one_environment_comes_back_from_what_all_have(shop: Stages) -> None:
    assert shop.run("move", "orders", "--to", "external", *REFERENCE).returncode == 0
    shop.told("move", "prod/orders", "--to", "sops", stdin=json.dumps(VALUES).encode())
    written = yaml.safe_load(catalog(shop))
    assert written["environments"]["prod"] == {"externalSecret": None}
    assert sorted(written["externalSecret"]["data"]) == sorted(VALUES)
    uses(shop, "prod")
    assert external(shop, "prod") == {}
    assert external(shop, "dev").keys() == {"orders-secrets"}
    assert shop.run("move", "orders", "--to", "external", *REFERENCE).returncode == 0
    assert "prod" not in yaml.safe_load(catalog(shop))["environments"]
    uses(shop, "prod")
    assert external(shop, "prod").keys() == {"orders-secrets"}


@pytest.mark.parametrize(
    ("label", "kind", "values"),
    [
        ("orders-tls", "kubernetes.io/tls", {"tls.crt": "canary-crt", "tls.key": "canary-key"}),
        ("registry", "kubernetes.io/dockerconfigjson", {".dockerconfigjson": "{}"}),
    ],
)
def test_a_further_secret_keeps_its_type_and_its_users(
    label: str, kind: str, values: dict[str, str], shop: Stages
) -> None:
    before = uses(shop, "dev")
    assert label in {found.name for found in before}
    done = shop.run("move", f"dev/orders.{label}", "--to", "external", "--reference", "shop/{service}-tls#{key}")
    assert done.returncode == 0, done.stderr
    assert uses(shop, "dev") == before
    spec = external(shop, "dev")[label]
    assert spec["target"]["template"] == {"type": kind}
    assert [item["secretKey"] for item in spec["data"]] == sorted(values)
    shop.told("move", f"dev/orders.{label}", "--to", "sops", stdin=json.dumps(values).encode())
    assert yaml.safe_load(catalog(shop)) == yaml.safe_load(SERVICE)
    assert shop.values(f"dev/orders.{label}") == values
    assert f"\ntype: {kind}\n" in shop.file(f"dev/orders.{label}").read_text()
    assert uses(shop, "dev") == before


def test_what_no_catalog_declared_comes_in_under_its_name(shop: Stages) -> None:
    with (shop.root / FILE).open("a") as file:
        file.write("externalSecrets:\n  other: {target: {template: {type: kubernetes.io/tls}}, dataFrom: []}\n")
    shop.told("move", "dev/orders.other", "--to", "sops", stdin=b'{"tls.crt": "canary", "tls.key": "canary"}')
    own = yaml.safe_load(catalog(shop))["environments"]["dev"]
    assert own == {
        "replicas": 1,
        "externalSecrets": {"other": None},
        "secrets": {"other": {"type": "kubernetes.io/tls"}},
    }
    assert shop.values("dev/orders.other").keys() == {"tls.crt", "tls.key"}
    uses(shop, "dev")


def test_values_are_asked_for(shop: Stages) -> None:
    assert shop.run("move", "dev/orders", "--to", "external", *REFERENCE).returncode == 0
    answers = ["canary-a", "canary-a", "canary-d", "canary-d"]
    code, shown = shop.typed("move", "dev/orders", "--to", "sops", answers=answers)
    assert code == 0, shown
    assert "api-key of dev/orders: " in shown
    assert "canary" not in shown
    assert shop.values("dev/orders") == {"api-key": "canary-a", "database-password": "canary-d"}


OUT = ("--to", "external")
BACK = ("--to", "sops")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dev/orders", *OUT), "where does the store have the values?"),
        (("dev/orders", *OUT, "--reference", "shop/orders"), "all keys of orders would have the same value"),
        (("dev/orders", *OUT, "--reference", "a/{nope}#{key}"), "there is no placeholder {nope}"),
        (("dev/cart", *OUT, *REFERENCE), "no key of cart is known"),
        (("dev/orders.none", *OUT, *REFERENCE), 'orders has no Secret "none"'),
        (("order", *OUT, *REFERENCE), 'there is no service "order"'),
        (("nowhere/orders", *OUT, *REFERENCE), 'there is no environment "nowhere"'),
        (("dev/orders", *BACK), "orders is not fetched from a store"),
        (("dev/orders", *BACK, *REFERENCE), "--reference and --store say where a store has values"),
        (("/orders", *BACK), '"/orders" is not ENVIRONMENT/SERVICE, nor SERVICE'),
    ],
)
def test_what_is_refused_changes_nothing(arguments: tuple[str, ...], message: str, shop: Stages) -> None:
    before = state(shop)
    assert message in shop.refused("move", *arguments)
    assert state(shop) == before


@pytest.mark.parametrize(
    ("stdin", "message"),
    [
        (b'{"api-key": "canary"}', "there is none of database-password"),
        (b'{"api-key": 1, "database-password": "canary"}', "the value of api-key is not a text"),
        (b'{"api-key": "canary", ', "what is given is not JSON"),
        (b"[]", "what is given is not a JSON object"),
        (b'{"api-key": "", "database-password": "canary"}', "the value of api-key is empty"),
    ],
)
def test_values_that_cannot_be_taken_change_nothing(stdin: bytes, message: str, shop: Stages) -> None:
    assert shop.run("move", "dev/orders", "--to", "external", *REFERENCE).returncode == 0
    before = state(shop)
    told = shop.refused("move", "dev/orders", "--to", "sops", stdin=stdin)
    assert message in told
    assert "canary" not in told
    assert state(shop) == before


def test_a_store_that_nobody_names_leaves_all_as_it_was(shop: Stages) -> None:
    platform = shop.root / PLATFORM
    data = yaml.safe_load(platform.read_text())
    del data["environments"]["dev"]["secretStore"]
    platform.write_text(yaml.safe_dump(data))
    before = state(shop)
    told = shop.refused("move", "dev/orders", "--to", "external", *REFERENCE)
    assert "no store is named, neither here nor for the environment\n    nothing was changed" in told
    assert state(shop) == before


def test_what_fails_at_the_end_takes_the_values_out_again(shop: Stages) -> None:
    """They are written first; then the catalog turns out to be one that cannot be rendered."""
    assert shop.run("move", "dev/orders", "--to", "external", *REFERENCE).returncode == 0
    (shop.root / FILE).write_text(f"dependsOn: [nobody]\n{catalog(shop)}")
    before = state(shop)
    told = shop.refused("move", "dev/orders", "--to", "sops", stdin=json.dumps(VALUES).encode())
    assert f"{FILE}:1:13: " in told
    assert "nothing was changed" in told
    assert state(shop) == before
