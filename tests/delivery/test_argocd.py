"""What Argo CD is told: that it is exact, that every path builds, and that both ways to say it give the same."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

import pytest
import yaml

from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT
from tests.delivery import argocd_set
from tests.repository import Repository, files

REPOSITORY = "https://git.example.com/shop/deploy.git"
READS = "argocd.argoproj.io/manifest-generate-paths"
WAVE = "argocd.argoproj.io/sync-wave"
FINALIZER = "resources-finalizer.argocd.argoproj.io"


def _platform(argocd: JsonMap, **environments: JsonMap) -> JsonMap:
    return {
        "name": "shop",
        "delivery": {"repository": REPOSITORY, "argocd": argocd},
        "environments": environments or {"dev": {"cluster": "dev-1"}},
    }


def _service(**more: object) -> JsonMap:
    return {"image": "registry.example.com/shop/app:1.0.0", "port": 8080, **more}


SERVICES: dict[str, JsonMap] = {
    "store": _service(kind="StatefulSet"),
    "orders": _service(
        dependsOn=["store"], autoscale={"min": 2, "max": 4, "cpu": 70}, resources={"requests": {"cpu": "100m"}}
    ),
    "front": _service(dependsOn=["orders"]),
}


def _rendered(
    root: Path, argocd: JsonMap, services: dict[str, JsonMap] | None = None, **environments: JsonMap
) -> Repository:
    repository = Repository(root)
    (root / "catalog").mkdir(parents=True)
    (root / "catalog/services").mkdir()
    repository.platform(_platform(argocd, **environments))
    for name, data in (services or SERVICES).items():
        if "/" in name:  # a folder of services is one by its file of defaults
            repository.write(f"catalog/services/{Path(name).parent}/defaults.yaml", "{}\n")
        repository.service(name, data)
    repository.rendered()
    return repository


def _objects(repository: Repository, folder: str) -> dict[str, JsonMap]:
    """By path within the folder, all but kustomizations."""
    top = f"delivery/argocd/{folder}/"
    return {
        path.removeprefix(top): yaml.safe_load(content)
        for path, content in repository.tree().items()
        if path.startswith(top) and not path.endswith("/kustomization.yaml")
    }


def _applications(repository: Repository, folder: str = "dev") -> dict[str, JsonMap]:
    """By name, those of the targets."""
    objects = _objects(repository, folder)
    return {
        made["metadata"]["name"]: made
        for path, made in objects.items()
        if made["kind"] == "Application" and not path.startswith("bootstrap/")
    }


def _built(repository: Repository, folder: str) -> list[JsonMap]:
    done = repository.kustomize(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return list(yaml.safe_load_all(done.stdout))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return _rendered(tmp_path_factory.mktemp("shop") / "top", {})


def test_application_for_each_target_in_order(shop: Repository) -> None:
    waves = {name: made["metadata"]["annotations"][WAVE] for name, made in _applications(shop).items()}
    assert waves == {"shop.dev": "0", "shop.dev.store": "1", "shop.dev.orders": "2", "shop.dev.front": "3"}


def test_every_path_builds_as_what_its_project_allows(shop: Repository) -> None:
    project = _objects(shop, "dev")["project.yaml"]["spec"]
    shared = {(item["group"], item["kind"], item["name"]) for item in project["clusterResourceWhitelist"]}
    allowed = {(item["group"], item["kind"]) for item in project["namespaceResourceWhitelist"]}
    seen = set()
    for made in _applications(shop).values():
        assert made["spec"]["project"] == "shop.dev"
        for resource in _built(shop, made["spec"]["source"]["path"]):
            group, kind = resource["apiVersion"].rpartition("/")[0], resource["kind"]
            if "namespace" in resource["metadata"]:
                assert resource["metadata"]["namespace"] == "shop-dev"
                assert (group, kind) in allowed
                seen.add((group, kind))
            else:
                assert (group, kind, resource["metadata"]["name"]) in shared
    assert project["sourceRepos"] == [REPOSITORY]
    assert project["destinations"] == [{"name": "dev-1", "namespace": "shop-dev"}]
    made_of = {("", "Endpoints"), ("", "Pod"), ("", "PersistentVolumeClaim"), ("apps", "ControllerRevision"),
        ("apps", "ReplicaSet"), ("discovery.k8s.io", "EndpointSlice")}  # fmt: skip
    assert allowed - seen == made_of


def test_paths_are_exactly_what_a_build_reads(shop: Repository, tmp_path: Path) -> None:
    for made in _applications(shop).values():
        path = made["spec"]["source"]["path"]
        paths = made["metadata"]["annotations"][READS].split(";")
        assert all(item.startswith("/") for item in paths)
        whole = _built(shop, path)
        for absent in (None, *paths):
            copy = tmp_path / f"{made['metadata']['name']}-{paths.index(absent) if absent else 'all'}"
            for item in paths:
                if item != absent:
                    shutil.copytree(f"{shop.root}{item}", f"{copy}{item}")
            done = Repository(copy).kustomize(path)
            if absent is None:
                assert list(yaml.safe_load_all(done.stdout)) == whole
            else:
                assert done.returncode == 1


def test_what_is_autoscaled_is_left_alone(shop: Repository) -> None:
    made = _applications(shop)
    rule = {"group": "apps", "kind": "Deployment", "name": "orders", "jsonPointers": ["/spec/replicas"]}
    assert made["shop.dev.orders"]["spec"]["ignoreDifferences"] == [rule]
    assert "RespectIgnoreDifferences=true" in made["shop.dev.orders"]["spec"]["syncPolicy"]["syncOptions"]
    assert "ignoreDifferences" not in made["shop.dev.front"]["spec"]
    assert "RespectIgnoreDifferences=true" not in made["shop.dev.front"]["spec"]["syncPolicy"]["syncOptions"]


def test_namespace_goes_only_when_confirmed(shop: Repository) -> None:
    made = _applications(shop)
    assert {"Prune=confirm", "Delete=confirm"} <= {*made["shop.dev"]["spec"]["syncPolicy"]["syncOptions"]}
    assert "Prune=confirm" not in made["shop.dev.front"]["spec"]["syncPolicy"]["syncOptions"]


def test_bootstrap_applies_itself_and_all_others(shop: Repository) -> None:
    first = {(item["kind"], item["metadata"]["name"]) for item in _built(shop, "delivery/argocd/dev/bootstrap")}
    assert first == {("Application", "shop.dev.bootstrap"), ("AppProject", "shop.dev.bootstrap")}
    (root,) = [item for item in _built(shop, "delivery/argocd/dev/bootstrap") if item["kind"] == "Application"]
    everything = _built(shop, root["spec"]["source"]["path"])
    names = {(item["kind"], item["metadata"]["name"]) for item in everything}
    assert names == first | {("AppProject", "shop.dev")} | {("Application", name) for name in _applications(shop)}
    assert root["spec"]["syncPolicy"]["automated"] == {"prune": False, "selfHeal": True}
    assert not any(
        FINALIZER in item["metadata"].get("finalizers", ()) for item in everything if item["kind"] == "Application"
    )


def test_application_set_gives_the_same_applications(shop: Repository, tmp_path: Path) -> None:
    other = _rendered(tmp_path / "set", {"applications": "ApplicationSet"})
    objects = _objects(other, "dev")
    assert [path for path in objects if "/" not in path] == ["applicationset.yaml", "project.yaml"]
    made = objects["applicationset.yaml"]
    assert made["spec"]["syncPolicy"] == {"applicationsSync": "create-update", "preserveResourcesOnDeletion": True}
    assert made["metadata"]["finalizers"] == [FINALIZER]
    wanted = {}
    for name, application in _applications(shop).items():
        del application["metadata"]["annotations"][WAVE], application["metadata"]["namespace"]
        wanted[name] = {key: application[key] for key in ("metadata", "spec")}
    assert {item["metadata"]["name"]: item for item in argocd_set.applications(made)} == wanted
    for path in ("delivery/argocd/dev", "delivery/argocd/dev/bootstrap"):
        _built(other, path)


def test_environments_roll_one_after_the_other(tmp_path: Path) -> None:
    rolling = ["dev", {"environments": ["prod"], "maxUpdate": "25%"}]
    repository = _rendered(
        tmp_path / "top", {"rollingSync": rolling}, dev={"cluster": "dev-1"}, prod={"cluster": "prod-1"}
    )
    made = _objects(repository, "_rolling")["applicationset.yaml"]
    found = [item["metadata"]["labels"] for item in argocd_set.applications(made)]
    steps = made["spec"]["strategy"]["rollingSync"]["steps"]
    order = []
    for step in steps:
        wanted = {item["key"]: item["values"] for item in step["matchExpressions"]}
        here = [labels for labels in found if all(labels[key] in values for key, values in wanted.items())]
        order.append(
            sorted(
                f"{labels['kubecatalog.dev/environment']} {labels.get('kubecatalog.dev/service', '')}"
                for labels in here
            )
        )
    assert order == [
        *(["dev "], ["dev store"], ["dev orders"], ["dev front"]),
        *(["prod "], ["prod store"], ["prod orders"], ["prod front"]),
    ]
    assert [step.get("maxUpdate") for step in steps] == [None] * 4 + ["25%"] * 4
    names = {(item["kind"], item["metadata"]["name"]) for item in _built(repository, "delivery/argocd/_rolling")}
    assert {
        ("AppProject", "shop.dev"),
        ("AppProject", "shop.prod"),
        ("ApplicationSet", "shop"),
        ("Application", "shop"),
    } <= names
    assert not _applications(repository)


def test_cluster_gets_what_is_on_it(tmp_path: Path) -> None:
    clusters = {"eu-1": {"server": "https://eu-1.example.com", "region": "eu"}, "us-1": {"region": "us"}}
    services = {"store": _service(), "front": _service(clusters=["eu"], dependsOn=["store"])}
    repository = _rendered(tmp_path / "top", {}, services, prod={"clusters": clusters})
    found = {name: made["spec"]["destination"] for name, made in _applications(repository, "prod").items()}
    eu = {"server": "https://eu-1.example.com", "namespace": "shop-prod"}
    us = {"name": "us-1", "namespace": "shop-prod"}
    assert found == {
        **{"shop.prod.eu-1": eu, "shop.prod.us-1": us, "shop.prod.store.eu-1": eu, "shop.prod.store.us-1": us},
        "shop.prod.front.eu-1": eu,
    }
    assert _objects(repository, "prod")["project.yaml"]["spec"]["destinations"] == [eu, us]


def test_groups_bring_overlays_together(tmp_path: Path) -> None:
    services = {
        "front": _service(dependsOn=["data-store", "billing"]),
        "data/data-store": _service(),
        # These two folders wait for one another.
        "money/billing": _service(dependsOn=["data-store"]),
        "data/ledger": _service(dependsOn=["billing"]),
    }
    repository = _rendered(tmp_path / "top", {"per": "group"}, services)
    made = _applications(repository)
    waves = {name: item["metadata"]["annotations"][WAVE] for name, item in made.items()}
    assert waves == {"shop.dev": "0", "shop.dev.data": "1", "shop.dev.money": "1", "shop.dev.front": "2"}
    data = made["shop.dev.data"]
    built = {item["metadata"]["name"] for item in _built(repository, data["spec"]["source"]["path"])}
    assert {"data-store", "ledger"} <= built
    assert "billing" not in built
    assert data["metadata"]["annotations"][READS] == (
        "/delivery/argocd/dev/groups/data/kustomization.yaml;"
        "/base/data-store;/overlays/dev/data-store;/base/ledger;/overlays/dev/ledger"
    )


def test_windows_and_what_is_removed(tmp_path: Path) -> None:
    window = {"kind": "deny", "schedule": "0 17 * * 5", "duration": "63h"}
    own = {"syncWindows": [window], "whenRemoved": "delete", "automated": False}
    environments = {"dev": {}, "prod": {"delivery": {"path": "deploy", "argocd": own}}}
    repository = _rendered(tmp_path / "top", {}, {"front": _service(delivery={"prune": False})}, **environments)
    assert "syncWindows" not in _objects(repository, "dev")["project.yaml"]["spec"]
    assert _objects(repository, "prod")["project.yaml"]["spec"]["syncWindows"] == [{**window, "applications": ["*"]}]
    front = _applications(repository, "prod")["shop.prod.front"]
    assert front["metadata"]["finalizers"] == [FINALIZER]
    assert "automated" not in front["spec"]["syncPolicy"]
    assert front["spec"]["source"]["path"] == "deploy/overlays/prod/front"
    assert front["metadata"]["annotations"][READS] == "/deploy/base/front;/deploy/overlays/prod/front"
    root = _objects(repository, "prod")["bootstrap/application.yaml"]
    assert root["spec"]["syncPolicy"]["automated"] == {"prune": True, "selfHeal": True}
    dev = _applications(repository)["shop.dev.front"]["spec"]["syncPolicy"]
    assert dev["automated"] == {"prune": False, "selfHeal": True}


def test_macro_is_no_schedule_of_a_window(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "top")
    repository.root.mkdir()
    (repository.root / "catalog").mkdir()
    window = {"kind": "deny", "schedule": "@daily", "duration": "1h"}
    repository.catalog(_platform({"syncWindows": [window]}), SERVICES)
    assert [(finding.rule, finding.severity) for finding in repository.render().findings] == [
        ("invalid-sync-schedule", "error")
    ]


def test_order_is_of_environments_that_there_are(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "top")
    (repository.root / "catalog").mkdir(parents=True)
    rolling = ["dev", {"environments": ["prd"]}]
    own = {"delivery": {"argocd": {"rollingSync": ["dev"]}}}
    repository.catalog(_platform({"rollingSync": rolling}, dev=own, prod={}), {})
    assert [(finding.rule, finding.message, finding.hint) for finding in repository.render().findings] == [
        ("unknown-environment", 'there is no environment "prd"', 'did you mean "prod"?'),
        (
            "order-of-one-environment",
            "one environment cannot say in which order all of them change",
            "move it to the platform's `delivery`",
        ),
    ]


def test_environments_of_one_order_are_delivered_alike(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "top")
    (repository.root / "catalog").mkdir(parents=True)
    rolling = ["dev", {"environments": ["staging", "dev"]}, "prod", "air"]
    environments: dict[str, JsonMap] = {
        "dev": {},
        "staging": {"delivery": {"argocd": {"namespace": "gitops", "retry": {"limit": 1}}}},
        "prod": {"delivery": {"path": "deploy"}},
        "air": {"delivery": {"argocd": False}},
    }
    repository.catalog(_platform({"rollingSync": rolling}, **environments), {})
    found = [finding for finding in repository.render().findings if finding.rule == "differing-environments"]
    assert [finding.message for finding in found] == [
        'staging has "gitops" as `argocd.namespace`, and dev has "argocd"; one ApplicationSet makes both',
        "dev has its turn already",
        'prod has "deploy" as `path`, and dev has null; one ApplicationSet makes both',
        "air is not delivered by Argo CD, so its turn never comes",
    ]


def test_secrets_come_through_ksops_or_not_at_all(tmp_path: Path) -> None:
    """What its Application reads are the encrypted files, which lie beside the folder that it builds, and no others."""
    repository = Repository(tmp_path / "top")
    shutil.copytree(CHECKOUT / "secrets", repository.root / "secrets")
    shutil.copytree(CHECKOUT / "catalog", repository.root / "catalog")
    repository.rendered()
    before = repository.tree()
    made = _objects(repository, "dev")
    application = made["secrets.yaml"]
    pattern, folder = application["metadata"]["annotations"][READS].split(";")
    assert (pattern, folder) == ("/secrets/dev/*.sops.yaml", "/secrets/dev/ksops")
    assert application["spec"]["source"]["path"] == "secrets/dev/ksops"
    generator = yaml.safe_load((repository.root / "secrets/dev/ksops/generator.yaml").read_text())
    read = sorted(posixpath.normpath(f"/secrets/dev/ksops/{file}") for file in generator["files"])
    assert read == sorted(f"/{path}" for path in before if _matches(pattern, f"/{path}"))
    assert {"group": "", "kind": "Secret"} in made["project.yaml"]["spec"]["namespaceResourceWhitelist"]

    platform = repository.root / "catalog/platform.yaml"
    platform.write_text(platform.read_text().replace("argocd: true", "argocd: {secrets: none}"))
    repository.rendered()
    without = _objects(repository, "dev")
    assert made.keys() - without.keys() == {"secrets.yaml"}
    assert {"group": "", "kind": "Secret"} not in without["project.yaml"]["spec"]["namespaceResourceWhitelist"]
    after = repository.tree()
    assert {path for path in before if before[path] != after.get(path)} == {
        path for path in before if path.startswith("delivery/argocd/") and before[path] != after.get(path)
    }


def _matches(pattern: str, path: str) -> bool:
    """As `filepath.Match` of Go, whose `*` takes no slash."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]*"), path) is not None


def test_names_never_collide(tmp_path: Path) -> None:
    services = {name: _service() for name in ("environment", "secrets", "bootstrap", "x" * 55)}
    names = _applications(_rendered(tmp_path / "top", {}, services))
    assert len(names) == len(services) + 1
    assert not {"shop.dev.secrets", "shop.dev.bootstrap"} & names.keys()
    assert all(len(name) <= 63 for name in names)


def test_each_controller_reads_only_its_own(tmp_path: Path) -> None:
    trees = []
    for number, told in enumerate(({"flux": True}, {"argocd": True}, {"flux": True, "argocd": True})):
        repository = Repository(tmp_path / str(number))
        repository.root.mkdir()
        (repository.root / "catalog").mkdir()
        repository.catalog({**_platform({}), "delivery": {"repository": REPOSITORY, **told}}, SERVICES)
        repository.rendered()
        trees.append(files(repository.root, "base", "overlays", "secrets", "delivery"))
    flux, argocd, both = trees
    assert both == {**flux, **argocd}
    assert {path for path in both if path in flux and path in argocd} == {
        path for path in both if not path.startswith("delivery/")
    }
