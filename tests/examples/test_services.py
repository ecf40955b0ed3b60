"""Twenty services that use the whole language between them, in clusters of every version of Kubernetes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import chain
from statistics import median

import pytest
import yaml

from generator.json_types import Json, JsonMap
from generator.language import FIELDS
from generator.language.platform import ENVIRONMENT, PLATFORM
from generator.model.layers import environment_fields, environment_names
from generator.schemas.locations import versions
from tests.conftest import Workspace
from tests.examples.test_estates import EXAMPLES, lines
from tests.structure.test_kinds import EXAMPLES as KINDS

HERE = EXAMPLES / "services"
CATALOG = HERE / "catalog"
PLATFORM_FILE: JsonMap = yaml.safe_load((CATALOG / "platform.yaml").read_text())
IN_FOLDERS = [path for folder in CATALOG.rglob("defaults.yaml") for path in folder.parent.glob("*.yaml")]
ALL = [*(CATALOG / "services").glob("*.yaml"), *IN_FOLDERS]
SERVICES = {path.stem: path for path in ALL if path.stem != "defaults"}

SHOWN = {
    "kind of Service": {"ClusterIP", "NodePort", "LoadBalancer", "ExternalName"},
    "protocol": {"TCP", "UDP", "SCTP"},
    "volume": {
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "hostPath", "image", "persistentVolumeClaim"),
        *("projected", "secret"),
    },
    "probe": {"exec", "grpc", "httpGet", "tcpSocket"},
    "metric": {"ContainerResource", "External", "Object", "Pods", "Resource"},
    "strategy": {"OnDelete", "Recreate", "RollingUpdate", "blueGreen", "canary"},
    "filter": {"RequestHeaderModifier", "RequestMirror", "RequestRedirect"},
}
"""What fields of Kubernetes have several of, and the rendered services have of these."""


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy, rendered."""
    copy = Workspace(tmp_path_factory.mktemp("services"))
    for folder in ("catalog", "secrets"):
        shutil.copytree(HERE / folder, copy.root / folder)
    result = copy.kubecatalog("render")
    assert (result.code, result.err) == (0, ""), result.out
    assert "0 skipped, 0 findings" in result.out
    return copy


@pytest.fixture(scope="module")
def built(rendered: Workspace) -> list[JsonMap]:
    """The manifests of an environment in production, and of the nodes there."""
    return [*_built(rendered, "prod-eu"), *_built(rendered, "prod-eu-nodes")]


def test_they_are_valid(rendered: Workspace) -> None:
    validated = rendered.kubecatalog("validate")
    assert validated.code == 0, validated.out
    assert "0 skipped, 0 findings" in validated.out


def test_there_are_twenty_short_ones() -> None:
    assert len(SERVICES) == 20
    counts = {name: len(lines(path)) for name, path in SERVICES.items()}
    assert {name: count for name, count in counts.items() if count > 40} == {}
    assert median(counts.values()) <= 28


def test_the_page_names_each() -> None:
    page = (HERE / "README.md").read_text()
    links = re.findall(r"^\| \[(.+?)\]\((.+?)\) \|", page, re.M)
    assert {name: HERE / path for name, path in links} == SERVICES


def test_each_is_checked_against_every_version(rendered: Workspace) -> None:
    run: dict[str, set[str]] = {name: set() for name in SERVICES}
    for environment in environment_names(PLATFORM_FILE):
        for overlay in (rendered.root / "overlays" / environment).glob("[a-z]*"):
            run[overlay.name].add(environment_fields(PLATFORM_FILE, environment)["kubernetes"])
    assert run == {name: {*versions()} for name in SERVICES}


def test_every_field_is_used() -> None:
    assert FIELDS.keys() - set(chain.from_iterable(_layers())) == set()


def test_every_field_of_the_platform_is_used() -> None:
    used = set(chain.from_iterable(PLATFORM_FILE["environments"].values()))
    assert ENVIRONMENT["properties"].keys() - used == set()
    assert PLATFORM["properties"].keys() - PLATFORM_FILE.keys() == set()


def test_every_kind_is_rendered(built: list[JsonMap]) -> None:
    assert KINDS.keys() - {manifest["kind"] for manifest in built} == set()


def test_every_sort_is_rendered(built: list[JsonMap]) -> None:
    found = {
        "kind of Service": {item["spec"].get("type") for item in built if item["kind"] == "Service"},
        "protocol": {port.get("protocol") for port in _under(built, "ports")},
        "volume": set(chain.from_iterable(_under(built, "volumes"))),
        "probe": set(chain.from_iterable(_probes(built))),
        "metric": {metric.get("type") for metric in _under(built, "metrics")},
        "strategy": set(_strategies(built)),
        "filter": {item["type"] for item in _under(built, "filters")},
    }
    assert {what: sorts - found[what] for what, sorts in SHOWN.items()} == {what: set() for what in SHOWN}


def test_a_cluster_without_an_operator_goes_without(rendered: Workspace) -> None:
    groups = {manifest["apiVersion"].partition("/")[0] for manifest in _built(rendered, "dev-sa")}
    assert "monitoring.coreos.com" not in groups
    assert "gateway.networking.k8s.io" in groups


def test_what_is_bound_in_two_namespaces_builds_together(rendered: Workspace) -> None:
    resources = ["../overlays/prod-eu/depots", "../overlays/prod-us/depots"]
    rendered.write("both/kustomization.yaml", yaml.safe_dump({"resources": resources}))
    bound = [item for item in rendered.build("both") if item["kind"] == "ClusterRoleBinding"]
    assert {item["subjects"][0]["namespace"] for item in bound} == {"parcel-prod-eu", "parcel-prod-us"}


def _built(rendered: Workspace, environment: str) -> list[JsonMap]:
    """An environment in a single build."""
    overlays = sorted(path.name for path in (rendered.root / "overlays" / environment).iterdir())
    resources = [f"../../overlays/{environment}/{name}" for name in overlays]
    rendered.write(f"all/{environment}/kustomization.yaml", yaml.safe_dump({"resources": resources}))
    return rendered.build(f"all/{environment}")


def _layers() -> Iterator[JsonMap]:
    """Everything that has the fields of a service."""
    yield PLATFORM_FILE["defaults"]
    yield from PLATFORM_FILE["profiles"].values()
    yield from (fields.get("defaults", {}) for fields in PLATFORM_FILE["environments"].values())
    for path in ALL:
        written = yaml.safe_load(path.read_text())
        yield from (written, *written.get("environments", {}).values(), *written.get("workloads", {}).values())


def _under(value: Json, name: str) -> Iterator[JsonMap]:
    """The maps in every list that stands under that name."""
    if isinstance(value, dict):
        found = value.get(name)
        yield from (item for item in (found if isinstance(found, list) else ()) if isinstance(item, dict))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _under(inner, name)


def _probes(built: list[JsonMap]) -> Iterator[JsonMap]:
    for name in ("containers", "initContainers"):
        for container in _under(built, name):
            yield from (field for key, field in container.items() if key.endswith("Probe"))


def _strategies(built: list[JsonMap]) -> Iterator[str]:
    for manifest in built:
        strategy = manifest.get("spec", {}).get("strategy") or manifest.get("spec", {}).get("updateStrategy") or {}
        yield from (strategy.get("type", ""), *(name for name in strategy if name != "type"))
