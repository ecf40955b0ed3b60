"""Images that Flux keeps up to date: what it is told, the marks in the catalog, and where a newer tag comes out."""

from __future__ import annotations

import json

import pytest
import yaml

from generator.json_types import JsonMap
from tests.conftest import Workspace
from tests.delivery.registry import chosen, updated
from tests.delivery.shop import REPOSITORY, objects
from tests.repository import Repository

PLATFORM = f"""\
name: shop
delivery: {{repository: {REPOSITORY}, flux: true}}
defaults: {{size: small}}
environments:
  builds: {{abstract: true}}
  dev: {{extends: builds}}
  test: {{extends: builds}}
  staging: {{}}
  prod: {{}}
"""
BEFORE = """\
# What customers order.
image: registry.example.com/shop/orders:1.4.2 # as in prod
port: 8080

containers:
  proxy: {image: "registry.example.com/proxy:2.1.0", imageUpdate: 2.x} # beside it
initContainers:
  - name: migrate
    image: registry.example.com/shop/orders:1.4.2
workloads:
  worker: {kind: Deployment, command: [work]}
environments:
  builds:
    imageUpdate: {numerical: asc, pattern: '^main-[a-f0-9]+-(?P<time>[0-9]+)$', extract: $time}
  prod: {replicas: 3, imageUpdate: 1.x} # careful
"""
AFTER = """\
# What customers order.
image: registry.example.com/shop/orders:1.4.2 # as in prod
port: 8080

containers:
  proxy: # beside it
    image: "registry.example.com/proxy:2.1.0" # {"$imagepolicy": "flux-system:shop.dev.orders.containers.proxy"}
    imageUpdate: 2.x
initContainers:
  - name: migrate
    image: registry.example.com/shop/orders:1.4.2
workloads:
  worker: {kind: Deployment, command: [work]}
environments:
  builds:
    imageUpdate: {numerical: asc, pattern: '^main-[a-f0-9]+-(?P<time>[0-9]+)$', extract: $time}
    image: registry.example.com/shop/orders:1.4.2 # {"$imagepolicy": "flux-system:shop.dev.orders"}
    initContainers:
      migrate:
        image: registry.example.com/shop/orders:1.4.2 # {"$imagepolicy": "flux-system:shop.dev.orders"}
  prod: # careful
    replicas: 3
    imageUpdate: 1.x
    image: registry.example.com/shop/orders:1.4.2 # {"$imagepolicy": "flux-system:shop.prod.orders"}
    initContainers:
      migrate:
        image: registry.example.com/shop/orders:1.4.2 # {"$imagepolicy": "flux-system:shop.prod.orders"}
"""
TAGS = {
    "registry.example.com/shop/orders": ["1.4.2", "1.5.0", "2.0.0", "main-0aa-1700000000", "main-0bb-1600000000"],
    "registry.example.com/proxy": ["2.1.0", "2.2.0", "3.0.0"],
}
MARKS = ("missing-image-mark", "shared-image", "wrong-image-mark")


def said(workspace: Workspace, *rules: str) -> list[str]:
    found = json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]
    return [
        f"{item['source']['line']}:{item['source']['column']} {item['severity']} {item['message']}"
        for item in found
        if item["rule"] in rules
    ]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Rendered, with the marks as `--fix` writes them."""
    workspace = Workspace(tmp_path_factory.mktemp("marked"))
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", AFTER)
    assert workspace.kubecatalog("render").code == 0
    return workspace


def images(workspace: Workspace) -> dict[str, set[str]]:
    """By environment, the images of all pods."""
    found = {}
    for name in ("dev", "test", "staging", "prod"):
        made = [item for item in workspace.build(f"overlays/{name}/orders") if item["kind"] == "Deployment"]
        pods = [item["spec"]["template"]["spec"] for item in made]
        found[name] = {own["image"] for pod in pods for own in (*pod.get("initContainers", ()), *pod["containers"])}
    return found


def test_what_has_no_mark_is_told_and_gets_one(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", BEFORE)
    assert said(workspace, *MARKS) == [
        "2:8 error the image of dev, test is to be updated, and this line is that of prod, staging, too",
        "2:8 error the image of prod is to be updated, and this line is that of dev, staging, test, too",
        "9:12 error the image of dev, test (initContainers.migrate) is to be updated, and this line is that of "
        "prod, staging, too",
        "9:12 error the image of prod (initContainers.migrate) is to be updated, and this line is that of dev, "
        "staging, test, too",
        "6:18 warning the image follows flux-system:shop.dev.orders.containers.proxy, and has no line of its own for "
        "the mark",
    ]
    fixed = workspace.kubecatalog("validate", "--fix", "--select", "catalog")
    assert fixed.err == "5 repairs made\n"
    assert (workspace.root / "catalog/services/orders.yaml").read_text() == AFTER
    assert said(workspace, *MARKS) == []


def test_a_newer_tag_comes_out_where_it_is_asked_for(marked: Workspace) -> None:
    repository = Repository(marked.root)
    file = marked.root / "catalog/services/orders.yaml"
    before = images(marked)
    policies = objects(repository, "delivery/flux/dev/images")
    file.write_text(updated(file.read_text(), chosen(policies, TAGS)))
    assert marked.kubecatalog("render").code == 0
    builds = {"registry.example.com/shop/orders:main-0aa-1700000000", "registry.example.com/proxy:2.2.0"}
    kept = {"registry.example.com/shop/orders:1.4.2", "registry.example.com/proxy:2.2.0"}
    assert before["dev"] == {"registry.example.com/shop/orders:1.4.2", "registry.example.com/proxy:2.1.0"}
    assert images(marked) == {"dev": builds, "test": builds, "staging": kept, "prod": kept}
    file.write_text(updated(file.read_text(), chosen(objects(repository, "delivery/flux/prod/images"), TAGS)))
    assert marked.kubecatalog("render").code == 0
    released = {"registry.example.com/shop/orders:1.5.0", "registry.example.com/proxy:2.2.0"}
    assert images(marked) == {"dev": builds, "test": builds, "staging": kept, "prod": released}


def test_an_environment_has_the_policies_of_its_lines(marked: Workspace) -> None:
    """A line that several environments share has one: that of the first by name."""
    repository = Repository(marked.root)
    dev = objects(repository, "delivery/flux/dev/images")
    assert {name.rpartition("-")[0] if "Repository" in name else name for name in dev} == {
        "ImagePolicy/shop.dev.orders",
        "ImagePolicy/shop.dev.orders.containers.proxy",
        "ImageRepository/shop.dev.orders",
        "ImageRepository/shop.dev.proxy",
        "ImageUpdateAutomation/shop.dev",
    }
    policy = dev["ImagePolicy/shop.dev.orders"]["spec"]
    assert policy["policy"] == {"numerical": {"order": "asc"}}
    assert policy["filterTags"] == {"pattern": "^main-[a-f0-9]+-(?P<time>[0-9]+)$", "extract": "$time"}
    automation = dev["ImageUpdateAutomation/shop.dev"]
    assert automation["spec"]["update"] == {"strategy": "Setters", "path": "./catalog"}
    assert automation["spec"]["sourceRef"] == {"kind": "GitRepository", "name": "shop.dev"}
    selected = automation["spec"]["policySelector"]["matchLabels"].items()
    assert all(selected <= item["metadata"]["labels"].items() for item in dev.values())
    assert "images.yaml" in (marked.root / "delivery/flux/dev/kustomization.yaml").read_text()
    assert not (marked.root / "delivery/flux/test/images").exists()
    assert not (marked.root / "delivery/flux/staging/images").exists()


def test_how_registries_and_repositories_are_reached(workspace: Workspace) -> None:
    """With what the platform says of a registry, or with the pod's own Secret, where that is; from one cluster."""
    settings: JsonMap = {
        "push": {"branch": "images-{environment}"},
        "cluster": "b",
        "registries": {
            "registry.example.com": {"provider": "aws"},
            "registry.example.com/shop": {"secretRef": {"name": "scan"}},
        },
    }
    repository = Repository(workspace.root)
    oci = {"oci": {"url": "oci://registry.example.com/deploy", "ref": {"tag": "latest"}}}
    repository.catalog(
        {
            "name": "shop",
            "defaults": {"size": "small", "imagePullSecrets": ["pull"]},
            "environments": {"dev": {"delivery": {"flux": oci}}, "prod": {"clusters": {"a": {}, "b": {}}}},
            "delivery": {"repository": REPOSITORY, "path": "deploy", "flux": {"images": settings}},
            "checks": {"elsewhere": [{"kind": "Secret", "name": ["pull"]}]},
        },
        {},
    )
    for name, image in (("own", "registry.example.com/shop/a"), ("cloud", "registry.example.com/b"), ("other", "c/d")):
        mark = f'# {{"$imagepolicy": "flux-system:shop.dev.{name}"}}'
        told = "{semver: 1.x, digest: Always}"
        workspace.write(f"catalog/services/{name}.yaml", f"image: {image}:1.0.0 {mark}\nimageUpdate: {told}\n")
    workspace.write(
        "catalog/services/apart.yaml",
        """\
        image: c/d:1.0.0
        environments:
          prod:
            image: c/d:1.0.0 # {"$imagepolicy": "flux-system:shop.prod.apart"}
            imageUpdate: {alphabetical: desc}
        """,
    )
    result = workspace.kubecatalog("render")
    assert (result.code, result.err) == (0, ""), result.out
    dev = objects(repository, "delivery/flux/dev/images")
    found = {item["spec"]["image"]: item for item in dev.values() if item["kind"] == "ImageRepository"}
    own, cloud, other = (found[name] for name in ("registry.example.com/shop/a", "registry.example.com/b", "c/d"))
    assert own["spec"] == {"image": "registry.example.com/shop/a", "interval": "10m", "secretRef": {"name": "scan"}}
    assert (cloud["spec"]["provider"], "secretRef" in cloud["spec"]) == ("aws", False)
    assert (other["metadata"]["namespace"], other["spec"]["secretRef"]) == ("shop-dev", {"name": "pull"})
    labels = {"kubernetes.io/metadata.name": "flux-system"}
    assert other["spec"]["accessFrom"] == {"namespaceSelectors": [{"matchLabels": labels}]}
    policy = dev["ImagePolicy/shop.dev.other"]["spec"]
    assert policy["imageRepositoryRef"] == {"name": other["metadata"]["name"], "namespace": "shop-dev"}
    assert (policy["digestReflectionPolicy"], policy["interval"]) == ("Always", "10m")
    automation = dev["ImageUpdateAutomation/shop.dev"]["spec"]
    assert automation["git"]["push"] == {"branch": "images-dev"}
    assert automation["update"]["path"] == "./deploy/catalog"
    git = dev[f"GitRepository/{automation['sourceRef']['name']}"]["spec"]
    assert (git["url"], git["ignore"]) == (REPOSITORY, "/*\n"), "what Flux reads is the artifact"
    told = objects(repository, "delivery/flux/dev")["Kustomization/shop.dev.delivery.images"]["spec"]
    assert (told["path"], told["dependsOn"]) == ("./deploy/delivery/flux/dev/images", [{"name": "shop.dev"}])
    clusters = {name: objects(repository, f"delivery/flux/prod.{name}") for name in ("a", "b")}
    assert [name for name, own in clusters.items() if "Kustomization/shop.prod.delivery.images" in own] == ["b"]


def test_what_cannot_be_updated_so_is_told(workspace: Workspace) -> None:
    workspace.write(
        "catalog/platform.yaml",
        f"""\
        name: shop
        delivery:
          repository: {REPOSITORY}
          flux: {{images: {{push: {{branch: bots}}, cluster: c}}}}
        environments: {{dev: {{}}, prod: {{clusters: {{a: {{}}, b: {{}}}}}}}}
        defaults: {{size: small, imageUpdate: 1.x}}
        profiles: {{base: {{image: "registry.example.com/base:1.0.0"}}}}
        """,
    )
    workspace.write(
        "catalog/services/one.yaml",
        """\
        image: registry.example.com/one:1.0.0 # {"$imagepolicy": "flux-system:shop.prod.one"}
        imagePullSecrets: [first, second]
        containers:
          theirs:
            image: registry.example.com/theirs:1 # {"$imagepolicy": "flux-system:by-hand"}
          left:
            image: registry.example.com/left:1 # {"$imagepolicy": "flux-system:shop.dev.one.containers.left"}
        """,
    )
    workspace.write("catalog/services/two.yaml", "profiles: [base]\n")
    rules = (*MARKS, "ambiguous-pull-secret", "shared-branch")
    assert said(workspace, *rules) == [
        '4:34 error dev and prod both write the branch "bots" anew, without what the other has committed',
        "1:8 error the mark names flux-system:shop.prod.one, and the image follows flux-system:shop.dev.one",
        "2:19 error registry.example.com/one may need any of these, and Flux looks at a registry with one",
        "7:40 error the mark names flux-system:shop.dev.one.containers.left, and nothing here follows it",
        "1:1 error the image of dev is to be updated, and catalog/platform.yaml has it, for other services, too",
        "1:1 error the image of prod is to be updated, and catalog/platform.yaml has it, for other services, too",
    ]
    assert workspace.kubecatalog("validate", "--fix").err == "4 repairs made\n"
    assert (workspace.root / "catalog/services/one.yaml").read_text().splitlines()[::6] == [
        'image: registry.example.com/one:1.0.0 # {"$imagepolicy": "flux-system:shop.dev.one"}',
        "    image: registry.example.com/left:1",
    ]
    two = yaml.safe_load((workspace.root / "catalog/services/two.yaml").read_text())
    assert two["environments"] == {name: {"image": "registry.example.com/base:1.0.0"} for name in ("dev", "prod")}


def test_where_nobody_updates_images_a_service_that_asks_is_told(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "name: shop\nenvironments: {dev: {}}\ndefaults: {size: small}\n")
    workspace.write("catalog/services/one.yaml", "image: registry.example.com/one:1.0.0\nimageUpdate: 1.x\n")
    message = "`imageUpdate` changes nothing: no environment of the service is delivered by Flux"
    assert said(workspace, "field-without-effect") == [f"2:14 warning {message}"]
