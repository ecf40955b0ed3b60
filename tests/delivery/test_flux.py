"""What Flux is told of a catalog. How its own code reads it: `test_flux_build.py`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.json_types import JsonMap
from generator.model.catalog import Catalog
from generator.tools.locate import CHECKOUT
from tests.delivery.shop import IMAGE, SERVICES, objects, platform, rendered
from tests.repository import Repository

SLACK: JsonMap = {"type": "slack", "channel": "shop", "secretRef": {"name": "slack"}}


def spec(found: dict[str, JsonMap], name: str) -> JsonMap:
    wanted: JsonMap = found[f"Kustomization/{name}"]["spec"]
    return wanted


def test_the_folder_holds_a_source_and_what_is_applied_of_it(tmp_path: Path) -> None:
    found = objects(rendered(tmp_path, platform(), SERVICES))
    assert sorted(found) == [
        "GitRepository/shop.dev",
        "Kustomization/shop.dev",
        "Kustomization/shop.dev.api",
        "Kustomization/shop.dev.db",
        "Kustomization/shop.dev.delivery.flux",
    ]
    assert spec(found, "shop.dev.api") == {
        "dependsOn": [{"name": "shop.dev"}, {"name": "shop.dev.db"}],
        "force": False,
        "interval": "1h",
        "path": "./overlays/dev/api",
        "prune": True,
        "retryInterval": "2m",
        "sourceRef": {"kind": "GitRepository", "name": "shop.dev"},
        "timeout": "5m",
        "wait": True,
    }


def test_what_would_delete_everything_deletes_nothing(tmp_path: Path) -> None:
    """The namespace goes with all in it, and the delivery with all that it applies."""
    found = objects(rendered(tmp_path, platform(), SERVICES))
    assert spec(found, "shop.dev")["deletionPolicy"] == "Orphan"
    whole = spec(found, "shop.dev.delivery.flux")
    assert whole["deletionPolicy"] == "Orphan"
    assert "wait" not in whole, "it would wait for itself"


def test_a_tree_below_the_top_of_the_repository(tmp_path: Path) -> None:
    found = objects(rendered(tmp_path, platform(path="deploy/shop"), SERVICES))
    assert spec(found, "shop.dev.api")["path"] == "./deploy/shop/overlays/dev/api"
    assert "!/deploy\n/deploy/*\n!/deploy/shop\n" in found["GitRepository/shop.dev"]["spec"]["ignore"]


def test_a_job_is_waited_for_as_long_as_it_may_take(tmp_path: Path) -> None:
    job = {"kind": "Job", "image": IMAGE, "activeDeadlineSeconds": 1200}
    services = {"slow": job, "told": {**job, "delivery": {"timeout": "3m", "wait": False, "prune": False}}}
    found = objects(rendered(tmp_path, platform(), services))
    assert spec(found, "shop.dev.slow")["timeout"] == "21m"
    own = spec(found, "shop.dev.told")
    assert (own["timeout"], own["wait"], own["prune"]) == ("3m", False, False)


def test_kinds_that_flux_does_not_know_come_with_an_expression(tmp_path: Path) -> None:
    own = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "current": "true"}
    services = {"db": {**SERVICES["db"], "kind": "Rollout"}, "api": SERVICES["api"]}
    found = objects(rendered(tmp_path, platform({"healthCheckExprs": [own]}), services))
    (expression,) = spec(found, "shop.dev.db")["healthCheckExprs"]
    assert (expression["kind"], expression["failed"].rpartition("&& ")[2]) == ("Rollout", "status.phase == 'Degraded'")
    assert "healthCheckExprs" not in spec(found, "shop.dev.api")


def test_folders_are_applied_together(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.platform(platform({"per": "group"}))
    repository.write("catalog/services/back/defaults.yaml", "{}")
    repository.service("back/db", SERVICES["db"])
    repository.service("back/cache", SERVICES["db"])
    repository.service("api", SERVICES["api"])
    repository.rendered()
    found = objects(repository)
    assert spec(found, "shop.dev.group.back")["path"] == "./delivery/flux/dev/groups/back"
    assert spec(found, "shop.dev.api")["dependsOn"] == [{"name": "shop.dev"}, {"name": "shop.dev.group.back"}]
    together = objects(repository, "delivery/flux/dev/groups/back")
    apart = {**objects(repository, "overlays/dev/db"), **objects(repository, "overlays/dev/cache")}
    assert together == apart


def test_folders_that_wait_for_one_another(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.platform(platform({"per": "group"}))
    for folder, name, needs in (("a", "a1", ["b1"]), ("b", "b1", []), ("b", "b2", ["a2"]), ("a", "a2", [])):
        repository.write(f"catalog/services/{folder}/defaults.yaml", "{}")
        repository.service(f"{folder}/{name}", {**SERVICES["db"], "dependsOn": needs})
    found = [finding for finding in repository.render().findings if finding.rule == "delivery-cycle"]
    assert {(str(finding.source), finding.message) for finding in found} == {
        (
            "catalog/platform.yaml:10:3",
            f"shop.{name}.group.a and shop.{name}.group.b wait for one another: none of them would ever be applied",
        )
        for name in ("dev", "prod")
    }
    assert not (tmp_path / "delivery").exists()


def test_a_tenant_has_rights_in_its_namespace_only(tmp_path: Path) -> None:
    flux = {"serviceAccountName": "shop", "rbac": True}
    repository = rendered(tmp_path, platform(flux), SERVICES)
    found = objects(repository)
    assert "serviceAccountName" not in spec(found, "shop.dev"), "it makes the namespace"
    assert spec(found, "shop.dev.db")["serviceAccountName"] == "shop"
    assert {"name": "shop.dev.delivery.tenant"} in spec(found, "shop.dev.db")["dependsOn"]
    rights = objects(repository, "delivery/flux/dev/tenant")
    assert rights["ServiceAccount/shop"]["metadata"]["namespace"] == "flux-system"
    assert rights["RoleBinding/shop.dev.delivery.tenant"]["metadata"]["namespace"] == "shop-dev"


def test_what_a_tenant_may_not_touch(tmp_path: Path) -> None:
    elsewhere = {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "x"}, "value": 1}
    repository = Repository(tmp_path)
    repository.catalog(platform({"serviceAccountName": "shop"}), {"db": {**SERVICES["db"], "manifests": [elsewhere]}})
    found = [finding for finding in repository.render().findings if finding.rule == "outside-tenant"]
    assert {finding.message for finding in found} == {
        f"db has PriorityClass outside of shop-{name}, which the service account shop may not touch"
        for name in ("dev", "prod")
    }


def test_failures_are_told(tmp_path: Path) -> None:
    found = objects(rendered(tmp_path, platform({"notifications": {"provider": SLACK}}), SERVICES))
    assert found["Provider/shop.dev"]["spec"] == SLACK
    alert = found["Alert/shop.dev"]["spec"]
    assert (alert["eventSeverity"], alert["providerRef"]) == ("error", {"name": "shop.dev"})
    labels = found["Kustomization/shop.dev.api"]["metadata"]["labels"]
    assert all(item["matchLabels"].items() <= labels.items() for item in alert["eventSources"])


def test_an_artifact_instead_of_the_repository(tmp_path: Path) -> None:
    oci = {"url": "oci://registry.example.com/shop/deploy", "ref": {"tag": "prod"}}
    found = objects(rendered(tmp_path, platform({"oci": oci}), SERVICES))
    assert found["OCIRepository/shop.dev"]["spec"] == {"interval": "5m", "timeout": "1m", **oci}
    assert spec(found, "shop.dev.api")["sourceRef"] == {"kind": "OCIRepository", "name": "shop.dev"}
    assert "GitRepository/shop.dev" not in found


@pytest.mark.parametrize(("cluster", "gone"), [("eu-1", set()), ("us-1", {"Kustomization/shop.prod.api"})])
def test_a_cluster_does_not_get_what_is_for_others(tmp_path: Path, cluster: str, gone: set[str]) -> None:
    told_of = platform()
    told_of["environments"] = {"prod": {"domain": "example.com", "clusters": {"eu-1": {"region": "eu"}, "us-1": {}}}}
    repository = rendered(tmp_path, told_of, {**SERVICES, "api": {**SERVICES["api"], "clusters": ["eu"]}})
    every, own = objects(repository, "delivery/flux/prod"), objects(repository, f"delivery/flux/prod.{cluster}")
    assert every.keys() - own.keys() == gone
    assert spec(own, "shop.prod.delivery.flux")["path"] == f"./delivery/flux/prod.{cluster}"


def test_what_the_controllers_refuse_is_told(tmp_path: Path) -> None:
    """A rule of the definition: a source is verified with a provider's key or with one of its own."""
    repository = Repository(tmp_path)
    repository.catalog(platform({"source": {"serviceAccountName": "shop"}}), SERVICES)
    found = [finding for finding in repository.render().findings if finding.category in ("schema", "admission")]
    message = "serviceAccountName can only be set when provider is"
    assert [finding for finding in found if message in finding.message], "the definition's own rules run"
    assert {finding.source.file for finding in found} == {"catalog/platform.yaml"}


def test_the_bootstrap_page_makes_what_the_objects_ask_for() -> None:
    """Secrets by the names that they are looked for by, and a folder that is applied as it is."""
    page = (CHECKOUT / "docs/bootstrap-flux.md").read_text()
    found = objects(Repository(CHECKOUT), re.search(r"kubectl apply --kustomize=(\S+)", page)[1])  # type: ignore[index]
    key = spec(found, "shop.dev.secrets")["decryption"]["secretRef"]["name"]
    assert f"kubectl create secret generic {key} --namespace=flux-system --from-file=age.agekey=" in page
    source = found["GitRepository/shop.dev"]["spec"]
    name = re.search(r"secretRef: \{name: (\S+?)\}", page)[1]  # type: ignore[index]
    assert f"flux create secret git {name} --url={source['url']}" in page
    assert {item["metadata"]["namespace"] for item in found.values()} == {"flux-system"}


def test_an_environment_takes_away_what_the_platform_gives(tmp_path: Path) -> None:
    told = platform({"decryption": {"secretRef": None}}, argocd=True)
    told["environments"]["prod"] = {
        "delivery": {"argocd": False, "flux": {"interval": None, "source": {"timeout": None}}}
    }
    rendered(tmp_path, told, SERVICES)
    environments = Catalog(tmp_path).environments
    assert environments["dev"].delivery["flux"]["decryption"] == {}
    assert environments["prod"].delivery.keys() == {"branch", "repository", "flux"}
    assert environments["prod"].delivery["flux"]["interval"] == "1h", "none is without one"
    assert environments["prod"].delivery["flux"]["source"] == {"interval": "5m", "timeout": "1m"}
    assert sorted(path.name for path in (tmp_path / "delivery/argocd").iterdir()) == ["dev"]
