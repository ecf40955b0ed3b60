"""Each named case: every overlay builds to exactly what is planned, and the tree says it as a person would."""

from __future__ import annotations

import re

import pytest
import yaml

from generator.json_types import Json, JsonMap
from tests.law.cases import CASES, IMAGE, LARGE, TEXTS
from tests.law.comparison import documents, unlike
from tests.law.planning import Plans
from tests.repository import Repository

ENVIRONMENTS = ("dev", "staging", "prod")


@pytest.fixture
def repository(named_cases: Repository) -> Repository:
    return named_cases


@pytest.fixture(scope="module")
def plans(named_cases: Repository) -> Plans:
    return Plans(named_cases)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("name", CASES)
def test_each_overlay_builds_to_its_plan(name: str, environment: str, repository: Repository, plans: Plans) -> None:
    """Alone, as a controller builds it: files from below only, and not a word on stderr."""
    resources = plans.unit(name).resources
    if environment not in resources:
        assert not (repository.root / f"overlays/{environment}/{name}").exists()
        return
    built = repository.kustomize(f"overlays/{environment}/{name}")
    assert (built.returncode, built.stderr) == (0, "")
    assert unlike(built.stdout, resources[environment]) == []


class Overlay:
    """What is written of a case in one environment."""

    def __init__(self, repository: Repository, environment: str, name: str) -> None:
        self.folder = repository.root / "overlays" / environment / name
        self.base = repository.root / "base" / name

    @property
    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def read(self, file: str) -> Json:
        return yaml.safe_load((self.folder / file).read_text())

    def patch(self, kind: str = "deployment") -> JsonMap:
        """The patch without what names its target."""
        patch: JsonMap = self.read(f"{kind}.patch.yaml")
        del patch["apiVersion"], patch["kind"], patch["metadata"]["name"]
        return {key: value for key, value in patch.items() if value != {}}

    def pod(self) -> JsonMap:
        """What the Deployment's patch says of the pod."""
        pod: JsonMap = self.patch()["spec"]["template"]["spec"]
        return pod

    def container(self) -> JsonMap:
        """What it says of the main container, but for its name."""
        (container,) = self.pod()["containers"]
        return {key: value for key, value in container.items() if key != "name"}

    def kustomization(self) -> JsonMap:
        """What stands there beside the base and the namespace."""
        found: JsonMap = self.read("kustomization.yaml")
        always = ("apiVersion", "kind", "namespace", "sortOptions")
        return {key: value for key, value in found.items() if key not in always}


def bases(name: str) -> list[str]:
    return [f"../../../base/{name}"]


def test_an_overlay_that_changes_nothing_holds_nothing(repository: Repository) -> None:
    name = "field-of-one-environment"
    overlay = Overlay(repository, "dev", name)
    assert overlay.files == ["kustomization.yaml"]
    assert overlay.kustomization() == {"resources": bases(name)}


def test_a_field_that_one_environment_sets(repository: Repository) -> None:
    overlay = Overlay(repository, "prod", "field-of-one-environment")
    assert overlay.patch() == {
        "metadata": {"annotations": {"note": "a"}},
        "spec": {"template": {"spec": {"priorityClassName": "high"}}},
    }


def test_a_field_that_one_environment_removes(repository: Repository) -> None:
    pod = Overlay(repository, "prod", "field-removed-in-one").pod()
    assert pod == {"terminationGracePeriodSeconds": None, "nodeSelector": {"zone": None}}


def test_items_added_changed_and_removed_by_name(repository: Repository) -> None:
    overlay = Overlay(repository, "prod", "items-by-name")
    assert overlay.container()["env"] == [
        {"name": "ADDED", "value": "1"},
        {"name": "CHANGED", "value": "new"},
        {"name": "GONE", "$patch": "delete"},
    ]
    assert overlay.container()["volumeMounts"] == [
        {"name": "added", "mountPath": "/added"},
        {"mountPath": "/gone", "$patch": "delete"},
    ]
    assert overlay.pod()["volumes"] == [{"name": "added", "emptyDir": {}}, {"name": "gone", "$patch": "delete"}]


def test_containers_keep_their_order(repository: Repository) -> None:
    added = Overlay(repository, "staging", "containers-by-name").pod()["initContainers"]
    assert [item["name"] for item in added] == ["first", "second", "third"]
    assert added[0] == {"name": "first"}, "an unchanged one is named for its place only"
    prod = Overlay(repository, "prod", "containers-by-name").pod()
    assert prod["initContainers"] == [{"name": "first", "args": ["changed"]}, {"name": "second", "$patch": "delete"}]


def test_variables_that_refer_to_one_another_keep_their_order(repository: Repository) -> None:
    """What a variable refers to is above it, also where the environment brings it in."""
    assert Overlay(repository, "staging", "variables-in-order").container()["env"] == [
        {"name": "Z", "value": "z"},
        {"name": "B", "value": "$(Z)"},
    ]
    built = repository.kustomize("overlays/staging/variables-in-order").stdout
    deployment = next(item for item in documents(built) if item["kind"] == "Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert [item["name"] for item in container["env"]] == ["Z", "B", "A", "C"]


def test_lists_without_keys_are_written_whole(repository: Repository) -> None:
    overlay = Overlay(repository, "prod", "lists-without-keys")
    assert overlay.container()["args"] == ["c", "b"]
    assert overlay.pod()["tolerations"] == [{"operator": "Exists"}]
    metrics = overlay.patch("hpa")["spec"]["metrics"]
    assert [item["resource"]["name"] for item in metrics] == ["cpu", "memory"]
    rules = overlay.patch("ingress")["spec"]["rules"]
    assert [rule["host"] for rule in rules] == ["b.prod.example.com", "c.prod.example.com"]


def test_a_resource_of_some_environments_stands_in_their_overlays(repository: Repository) -> None:
    name = "resource-of-some"
    dev, staging, prod = (Overlay(repository, environment, name) for environment in ENVIRONMENTS)
    assert dev.kustomization() == {"resources": bases(name)}
    assert staging.kustomization() == {"resources": [*bases(name), "pdb.yaml"]}
    assert prod.kustomization()["resources"] == [*bases(name), "hpa.yaml", "pdb.yaml"]
    assert prod.patch() == {"spec": {"replicas": None}}, "the autoscaler owns the number"


def test_a_resource_that_one_environment_removes(repository: Repository) -> None:
    overlay = Overlay(repository, "dev", "resource-removed-in-one")
    assert overlay.files == ["kustomization.yaml", "pdb.patch.yaml", "service.patch.yaml"]
    assert overlay.patch("pdb") == {"$patch": "delete"}
    assert Overlay(repository, "prod", "resource-removed-in-one").files == ["kustomization.yaml"]


def test_a_service_of_some_environments(repository: Repository) -> None:
    assert not (repository.root / "overlays/dev/service-of-some").exists()
    overlay = Overlay(repository, "staging", "service-of-some")
    assert overlay.kustomization() == {"resources": bases("service-of-some")}


def test_lists_of_custom_resources_are_written_whole(repository: Repository) -> None:
    patch = Overlay(repository, "prod", "custom-resource").patch("certificate")
    assert patch == {"spec": {"dnsNames": ["b.example.com"], "duration": "24h"}}


@pytest.mark.parametrize("name", ["cluster-scoped", "foreign-namespace", "subjects-elsewhere"])
def test_what_a_namespace_would_change_stands_around_it(name: str, repository: Repository) -> None:
    overlay = Overlay(repository, "prod", name)
    assert overlay.kustomization()["resources"][0] == "namespaced"
    assert "namespace" not in overlay.read("kustomization.yaml")
    assert overlay.read("namespaced/kustomization.yaml")["namespace"] == "shop-prod"


def test_configuration_that_differs_is_merged(repository: Repository) -> None:
    name = "config-that-differs"
    base = yaml.safe_load((repository.root / f"base/{name}/kustomization.yaml").read_text())
    (generator,) = base["configMapGenerator"]
    assert generator["files"] == [f"{name}-config/app.yml", f"{name}-config/same.yml"]
    assert generator["literals"] == ["CHANGED=1", "KEPT=1"]
    prod = Overlay(repository, "prod", name)
    assert prod.kustomization()["configMapGenerator"] == [
        {
            "name": f"{name}-config",
            "behavior": "merge",
            "files": [f"{name}-config/app.yml"],
            "literals": ["CHANGED=2", "NEW=1"],
        }
    ]
    assert (prod.folder / f"{name}-config/app.yml").read_bytes() == b"a: 2\n"


def test_a_large_file_is_written_once_and_as_it_is(repository: Repository) -> None:
    file = repository.root / "base/config-large/config-large-config/large.ini"
    assert file.read_text() == LARGE
    assert Overlay(repository, "prod", "config-large").files == ["kustomization.yaml"]


def test_a_volume_of_another_type(repository: Repository) -> None:
    volume = {"name": "data", "emptyDir": None, "persistentVolumeClaim": {"claimName": "x"}}
    assert Overlay(repository, "prod", "volume-source").pod()["volumes"] == [volume]


def test_a_strategy_of_another_type(repository: Repository) -> None:
    patch = Overlay(repository, "prod", "strategy").patch()
    assert patch == {"spec": {"strategy": {"type": "Recreate", "rollingUpdate": None}}}


def test_a_value_that_becomes_a_reference(repository: Repository) -> None:
    a, b, c = Overlay(repository, "prod", "value-to-reference").container()["env"]
    assert a["value"] is None
    assert a["valueFrom"]["secretKeyRef"]["key"] == "a"
    assert b == {"name": "B", "value": "plain", "valueFrom": None}
    assert c["valueFrom"]["fieldRef"] is None


def test_a_probe_of_another_type(repository: Repository) -> None:
    probe = Overlay(repository, "staging", "probe-handler").container()
    assert probe["livenessProbe"] == {"exec": {"command": ["true"]}}
    assert "readinessProbe" not in probe, "the base, which most environments differ from, has none"


@pytest.mark.parametrize(
    ("name", "images"),
    [
        ("image-digest", [{"name": IMAGE, "digest": f"sha256:{'a' * 64}"}]),
        ("image-tag", [{"name": IMAGE, "newTag": "012"}]),
        ("image-tags-of-two", [{"name": IMAGE, "newTag": "2"}, {"name": "registry.example.com/side", "newTag": "2"}]),
    ],
)
def test_only_the_tag_differs(name: str, images: list[JsonMap], repository: Repository) -> None:
    overlay = Overlay(repository, "prod", name)
    assert overlay.kustomization() == {"resources": bases(name), "images": images}


@pytest.mark.parametrize("name", ["image-twice", "image-pattern", "image-of-a-volume", "image-tag-and-digest"])
def test_images_that_kustomize_cannot_tell_apart_are_patched(name: str, repository: Repository) -> None:
    overlay = Overlay(repository, "prod", name)
    assert set(overlay.container()) == {"image"}
    assert "images" not in overlay.kustomization()


def test_only_the_number_of_pods_differs(repository: Repository) -> None:
    for environment, count in (("staging", 0), ("prod", 9)):
        overlay = Overlay(repository, environment, "replicas")
        replicas = [{"name": "replicas", "count": count}]
        assert overlay.kustomization() == {"resources": bases("replicas"), "replicas": replicas}


@pytest.mark.parametrize("name", ["labels", "labels-of-cron-jobs"])
def test_a_label_of_everything_that_differs_everywhere(name: str, repository: Repository) -> None:
    for environment in ENVIRONMENTS:
        labels = [{"pairs": {"env": environment}, "includeTemplates": True}]
        overlay = Overlay(repository, environment, name)
        assert overlay.kustomization() == {"resources": bases(name), "labels": labels}


def test_labels_never_reach_claim_templates(repository: Repository) -> None:
    overlay = Overlay(repository, "prod", "labels-of-claims")
    assert "labels" not in overlay.kustomization()
    built = repository.kustomize("overlays/prod/labels-of-claims").stdout
    claims = next(item for item in documents(built) if item["kind"] == "StatefulSet")
    (template,) = claims["spec"]["volumeClaimTemplates"]
    assert template["metadata"]["labels"] == {
        "app.kubernetes.io/component": "main",
        "app.kubernetes.io/name": "labels-of-claims",
    }


def test_values_that_become_empty(repository: Repository) -> None:
    pod = Overlay(repository, "prod", "emptied-values").pod()
    assert pod["tolerations"] == []
    assert pod["volumes"] == [{"name": "a", "emptyDir": {"medium": None}}]


def test_two_ports_of_one_number(repository: Repository) -> None:
    (gone,) = Overlay(repository, "staging", "ports-of-two-protocols").container()["ports"]
    assert gone == {"containerPort": 53, "protocol": "TCP", "$patch": "delete"}


def test_a_port_that_changes_its_protocol(repository: Repository) -> None:
    new, old = Overlay(repository, "prod", "ports-that-change-protocol").container()["ports"]
    assert new == {"name": "a", "containerPort": 53, "protocol": "UDP"}
    assert old == {"containerPort": 53, "protocol": "TCP", "$patch": "delete"}


def test_texts_arrive_as_they_are_written(repository: Repository) -> None:
    for environment, name in (("dev", "nasty-texts"), ("prod", "nasty-texts-in-one")):
        built = documents(repository.kustomize(f"overlays/{environment}/{name}").stdout)
        data = next(item["data"] for item in built if item["kind"] == "ConfigMap")
        assert {key: data[key] for key in TEXTS} == TEXTS
        deployment = next(item for item in built if item["kind"] == "Deployment")
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        assert container["args"] == list(TEXTS.values())
        assert {item["name"].removeprefix("V_"): item["value"] for item in container["env"]} == TEXTS


def test_configuration_and_labels_reach_the_pods_of_a_rollout(repository: Repository) -> None:
    """Kustomize knows nothing of a Rollout: it has to be told where names and labels go."""
    references = yaml.safe_load((repository.root / "base/rollout/name-references.yaml").read_text())
    (names,) = references["nameReference"]
    assert [place["path"].removeprefix("spec/template/spec/") for place in names["fieldSpecs"]] == [
        "containers/env/valueFrom/configMapKeyRef/name",
        "containers/envFrom/configMapRef/name",
        "initContainers/envFrom/configMapRef/name",
        "volumes/configMap/name",
        "volumes/projected/sources/configMap/name",
    ]
    for environment in ENVIRONMENTS:
        built = documents(repository.kustomize(f"overlays/{environment}/rollout").stdout)
        (config,) = (item["metadata"]["name"] for item in built if item["kind"] == "ConfigMap")
        (template,) = (item["spec"]["template"] for item in built if item["kind"] == "Rollout")
        assert template["metadata"]["labels"]["env"] == environment
        assert re.findall(r"rollout-config[-a-z0-9]*", str(template)) == [config] * 5
