"""Services in folders: what a `defaults.yaml` says for all of them, and where it stands among the layers."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Workspace

SERVICES = "catalog/services"


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """Two services in nested folders, each of which has something to say, and one outside of them."""
    workspace.write("catalog/platform.yaml", "profiles: {web: {size: medium}}\nenvironments: {dev: {}, prod: {}}\n")
    workspace.write(f"{SERVICES}/alone.yaml", "image: a:1\n")
    workspace.write(
        f"{SERVICES}/checkout/defaults.yaml",
        "owner: checkout\nprofiles: [web]\nenv: {TEAM: checkout, LEVEL: outer}\nsize: small\n"
        "config: {files: {shared.txt: {from: shared.txt}}}\n"
        "environments: {prod: {env: {LEVEL: prod}, replicas: 2}}\n",
    )
    workspace.write(f"{SERVICES}/checkout/shared.txt", "of the folder\n")
    workspace.write(f"{SERVICES}/checkout/cart.yaml", "image: a:1\n")
    workspace.write(f"{SERVICES}/checkout/pay/defaults.yaml", "env: {LEVEL: inner}\n")
    workspace.write(
        f"{SERVICES}/checkout/pay/cards.yaml",
        "image: a:1\nconfig: {files: {own.txt: {from: files/own.txt}}}\nenvironments: {prod: {replicas: 3}}\n",
    )
    workspace.write(f"{SERVICES}/checkout/pay/files/own.txt", "of the service\n")
    workspace.write(f"{SERVICES}/files/not-a-service.yaml", "just: a file\n")
    return workspace


def test_a_service_in_a_folder_of_files_is_told(shop: Workspace) -> None:
    shop.write(f"{SERVICES}/ship/boats.yaml", "image: a:1\n")
    shop.write(f"{SERVICES}/alone/values.yaml", "image: a:1\n")  # which `alone` may name
    assert shop.kubecatalog("render").out.splitlines()[:2] == [
        f"{SERVICES}/ship/boats.yaml:1:1: warning[unread-file] it looks like a service, but {SERVICES}/ship/ has no "
        "defaults.yaml, so it is none",
        f"    add {SERVICES}/ship/defaults.yaml (`{{}}` will do), or move the file to {SERVICES}/",
    ]
    shop.write(f"{SERVICES}/ship/defaults.yaml", "{}\n")
    assert "unread-file" not in shop.kubecatalog("render").out


def environment_of(shop: Workspace, environment: str, service: str) -> dict[str, str]:
    deployment = next(item for item in shop.build(f"overlays/{environment}/{service}") if item["kind"] == "Deployment")
    return {item["name"]: item["value"] for item in deployment["spec"]["template"]["spec"]["containers"][0]["env"]}


def test_a_folder_shares_its_defaults_with_the_services_in_it(shop: Workspace) -> None:
    assert shop.kubecatalog("render").code == 0
    assert sorted(path.name for path in (shop.root / "base").iterdir()) == ["_environment", "alone", "cards", "cart"]
    assert environment_of(shop, "dev", "cart") == {"TEAM": "checkout", "LEVEL": "outer"}
    assert environment_of(shop, "dev", "cards") == {"TEAM": "checkout", "LEVEL": "inner"}
    assert environment_of(shop, "prod", "cards") == {"TEAM": "checkout", "LEVEL": "prod"}
    data = next(item for item in shop.build("overlays/dev/cards") if item["kind"] == "ConfigMap")["data"]
    assert data == {"shared.txt": "of the folder\n", "own.txt": "of the service\n"}


def test_a_folder_stands_between_the_platform_and_the_profiles(shop: Workspace) -> None:
    told = json.loads(shop.kubecatalog("explain", "cards", "size", "--env", "prod", "--format", "json").out)
    levels = [(level["level"], level["value"]) for level in told["explanations"][0]["levels"]]
    assert levels == [("folder catalog/services/checkout", "small"), ("profile web", "medium")]
    told = json.loads(shop.kubecatalog("explain", "cards", "replicas", "--env", "prod", "--format", "json").out)
    levels = [(level["level"], level["value"]) for level in told["explanations"][0]["levels"]]
    assert levels == [("folder catalog/services/checkout in prod", 2), ("service in prod", 3)]


def test_a_change_of_a_folder_makes_its_services_anew_and_no_other(shop: Workspace) -> None:
    shop.kubecatalog("render")
    shop.write(f"{SERVICES}/checkout/pay/defaults.yaml", "env: {LEVEL: changed}\n")
    assert shop.kubecatalog("render").code == 0
    assert environment_of(shop, "dev", "cards")["LEVEL"] == "changed"
    assert environment_of(shop, "dev", "cart")["LEVEL"] == "outer"


def test_a_mistake_in_a_folders_defaults_is_told_once_at_its_place(shop: Workspace) -> None:
    shop.write(f"{SERVICES}/checkout/defaults.yaml", "name: cart\nreplica: 2\nenvironments: {prd: {}}\n")
    found = json.loads(shop.kubecatalog("validate", "--format", "json").out)["findings"]
    places = [(item["rule"], item["source"]["file"], item["source"]["line"]) for item in found]
    file = f"{SERVICES}/checkout/defaults.yaml"
    assert places == [("field-of-a-service", file, 1), ("unknown-field", file, 2), ("unknown-environment", file, 3)]


def test_a_finding_is_at_the_value_of_the_folder_that_causes_it(shop: Workspace) -> None:
    shop.write(f"{SERVICES}/checkout/pay/defaults.yaml", "size: huge\nprofiles: []\n")
    found = json.loads(shop.kubecatalog("validate", "--format", "json").out)["findings"]
    assert [(item["rule"], item["source"]["file"], item["source"]["line"]) for item in found] == [
        ("unknown-size", f"{SERVICES}/checkout/pay/defaults.yaml", 1)
    ]


def test_two_services_of_one_name_in_two_folders(shop: Workspace) -> None:
    shop.write(f"{SERVICES}/checkout/alone.yaml", "image: a:1\n")
    found = json.loads(shop.kubecatalog("validate", "--format", "json").out)["findings"]
    assert [(item["rule"], item["source"]["file"]) for item in found] == [
        ("duplicate-service", f"{SERVICES}/checkout/alone.yaml")
    ]


def test_new_adds_to_a_folder_of_services(shop: Workspace) -> None:
    assert f"wrote {SERVICES}/checkout/returns.yaml" in shop.kubecatalog("new", "checkout/returns").out
    assert shop.kubecatalog("render").code == 0
    assert environment_of(shop, "prod", "returns")["TEAM"] == "checkout"
    again = shop.kubecatalog("new", "returns")
    assert (again.code, f"{SERVICES}/checkout/returns.yaml is already there" in again.err) == (2, True)
    assert f"{SERVICES}/files is no folder of services" in shop.kubecatalog("new", "files/one").err
