"""What a run says of rendered manifests: changes since a commit, between objects, excuses, and another version."""

from __future__ import annotations

import json
import subprocess

import pytest

from generator.json_types import JsonMap
from tests.conftest import Workspace

PLATFORM = """\
name: shop
environments:
  dev: {kubernetes: "1.36"}
  prod: {extends: dev, production: true}
"""
DB = """\
kind: StatefulSet
image: registry.example.com/shop/db:1.0.0
port: 5432
persistence:
  data: {mount: /data, size: 10Gi}
"""
WEB = """\
image: registry.example.com/shop/web:1.0.0
port: 8080
env: {DB: "db:5432"}
dependsOn: [db]
"""


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/db.yaml", DB)
    workspace.write("catalog/services/web.yaml", WEB)
    assert workspace.kubecatalog("render").code == 0
    git(workspace, "init", "-q")
    commit(workspace)
    return workspace


def git(workspace: Workspace, *arguments: str) -> None:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(workspace.root))
    subprocess.run(["git", *own, *arguments], check=True, capture_output=True)


def commit(workspace: Workspace) -> None:
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "one")


def found(workspace: Workspace, *arguments: str, command: str = "validate") -> list[tuple[str, str, int, list[str]]]:
    """Rule, file, line and environments of each finding but drift."""
    findings: list[JsonMap] = json.loads(workspace.kubecatalog(command, *arguments, "--format", "json").out)["findings"]
    return [
        (item["rule"], item["source"]["file"], item["source"]["line"], item["environments"])
        for item in findings
        if item["category"] not in ("drift", "tree")
    ]


RESIZED = ("immutable-field", "catalog/services/db.yaml", 5, ["dev", "prod"])


def test_a_refused_change_is_told_until_it_is_committed(shop: Workspace) -> None:
    assert found(shop) == []
    shop.write("catalog/services/db.yaml", DB.replace("10Gi", "20Gi"))
    assert found(shop, command="render") == [RESIZED]
    assert found(shop) == [RESIZED], "known from the index"
    commit(shop)
    assert found(shop) == []
    assert found(shop, "--against", "HEAD~1") == [RESIZED]


def test_what_a_commit_renders_to_is_built_once(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = shop.root / ".kubecatalog/manifests/db.json"
    shop.write("catalog/services/db.yaml", DB.replace("10Gi", "20Gi"))
    assert found(shop) == [RESIZED]
    assert not kept.exists(), "nothing that is not in the tree is kept"
    assert found(shop, command="render") == [RESIZED]
    monkeypatch.setattr("generator.make.rendered_at", lambda *_: pytest.fail("it is known"))
    shop.write("catalog/services/db.yaml", DB.replace("10Gi", "30Gi"))
    assert found(shop, command="render") == [RESIZED]
    commit(shop)
    shop.write("catalog/services/db.yaml", DB.replace("10Gi", "40Gi"))
    assert found(shop, command="render") == [RESIZED]
    kept.write_text("[")
    monkeypatch.undo()
    shop.write("catalog/services/db.yaml", DB.replace("10Gi", "50Gi"))
    assert found(shop, command="render") == [RESIZED], "a damaged file is none"
    (shop.root / "catalog/services/db.yaml").unlink()
    shop.write("catalog/services/web.yaml", WEB.replace('env: {DB: "db:5432"}\ndependsOn: [db]\n', ""))
    assert found(shop, command="render") != []
    assert kept.exists(), "a commit has it"
    commit(shop)
    shop.write("catalog/services/other.yaml", "image: registry.example.com/shop/other:1.0.0\n")
    assert found(shop, command="render") == []
    assert not kept.exists()


def test_a_service_that_is_gone_takes_its_claims_along(shop: Workspace) -> None:
    (shop.root / "catalog/services/web.yaml").unlink()
    (shop.root / "catalog/services/db.yaml").unlink()
    shop.write("catalog/services/other.yaml", "image: registry.example.com/shop/other:1.0.0\n")
    rules = {(rule, *environments) for rule, _, _, environments in found(shop)}
    assert ("disappearing-stateful-set", "dev", "prod") in rules


@pytest.mark.parametrize("changed", [False, True])
def test_a_revision_that_there_is_not(shop: Workspace, *, changed: bool) -> None:
    """It is told also where kustomize has begun with what changed, of which nothing stays."""
    shop.write("catalog/services/web.yaml", WEB + "labels: {tier: web}\n" * changed)
    result = shop.kubecatalog("validate", "--against", "nowhere")
    assert (result.code, result.err.splitlines()[0]) == (2, "kubecatalog: there is no revision nowhere")
    assert not (shop.root / ".kubecatalog/work").exists()


def test_what_another_service_lacks_is_known_without_making_it_again(shop: Workspace) -> None:
    shop.write("catalog/services/web.yaml", WEB + "imagePullSecrets: [registry]\n")
    absent = ("absent-secret", "catalog/services/web.yaml", 5, ["dev", "prod"])
    assert found(shop) == [absent]
    shop.write("catalog/services/db.yaml", DB + "labels: {tier: data}\n")
    assert found(shop) == [absent]
    shop.write("catalog/platform.yaml", PLATFORM + "checks: {elsewhere: [{kind: Secret}]}\n")
    assert found(shop) == []


def test_a_waiver_excuses_until_its_end(shop: Workspace) -> None:
    waiver = "waivers: [{rule: absent-secret, reason: made by hand, until: %s}]\n"
    shop.write("catalog/services/web.yaml", WEB + "imagePullSecrets: [registry]\n" + waiver % "2099-01-31")
    result = shop.kubecatalog("validate", "--format", "json")
    assert json.loads(result.out)["summary"]["excused"] == 2
    shop.write("catalog/services/web.yaml", WEB + "imagePullSecrets: [registry]\n" + waiver % "2020-01-31")
    assert [rule for rule, *_ in found(shop)] == ["expired-waiver", "absent-secret"]
    shop.write("catalog/services/web.yaml", WEB + waiver % "2099-01-31")
    assert [rule for rule, *_ in found(shop)] == ["unused-waiver"]


def test_a_preview_of_another_version_writes_and_keeps_nothing(shop: Workspace) -> None:
    before = (shop.root / ".kubecatalog/index.json").read_bytes()
    result = shop.kubecatalog("validate", "--kubernetes-version", "1.37")
    assert (result.code, "this is a preview" in result.out) == (0, True)
    assert (shop.root / ".kubecatalog/index.json").read_bytes() == before
    assert shop.kubecatalog("validate", "--kubernetes-version", "1.12").code == 2


def test_the_platforms_own_rules_are_tried_and_applied(shop: Workspace) -> None:
    shop.write(
        "catalog/platform.yaml",
        PLATFORM
        + """\
checks:
  expressions:
    no-first-version:
      kinds: [Deployment]
      expression: "object.spec.template.spec.containers.all(c, !c.image.endsWith(':1.0.0'))"
      message: the first version is not for production
      tests: {fail: [{kind: Deployment, spec: {template: {spec: {containers: [{image: "a:2.0.0"}]}}}}]}
""",
    )
    rules = [rule for rule, *_ in found(shop)]
    assert sorted(rules) == ["failed-test", "no-first-version"]
