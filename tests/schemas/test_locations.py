"""Where the schemas are, and what they say about a kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import KubecatalogError
from generator.schemas import locations
from generator.schemas.scopes import CLUSTER_SCOPED, NAMESPACED


def test_the_scope_of_every_kind_of_every_version_is_decided() -> None:
    kinds = {
        f"{api_version.rpartition('/')[0]}/{kind}".removeprefix("/")
        for version in locations.versions()
        for api_version, kind in locations.kinds(version)
    }
    assert kinds == NAMESPACED | CLUSTER_SCOPED
    assert set() == NAMESPACED & CLUSTER_SCOPED


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("v1", "Pod", True),
        ("v1", "Namespace", False),
        ("apps/v1", "Deployment", True),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", False),
        ("cert-manager.io/v1", "ClusterIssuer", False),
        ("cert-manager.io/v1", "Issuer", True),
        ("example.com/v1", "Shop", None),
        ("networking.example.com/v1", "Ingress", None),
    ],
)
def test_is_namespaced(tmp_path: Path, api_version: str, kind: str, expected: bool | None) -> None:
    assert locations.is_namespaced(api_version, kind, tmp_path) is expected


@pytest.mark.parametrize("version", ["1.36", "1.36.2", "v1.36.0"])
def test_a_version_is_its_minor(version: str) -> None:
    assert locations.minor(version) == "1.36"


def test_an_unsupported_version_names_those_that_there_are() -> None:
    with pytest.raises(KubecatalogError) as raised:
        locations.minor("1.19.3")
    assert raised.value.message == "no schemas for Kubernetes 1.19.3"
    assert raised.value.hint == "there are schemas for 1.32 to 1.37"


def test_a_repository_without_schemas_has_the_vendored_ones(tmp_path: Path) -> None:
    assert locations.schema_locations("1.36", tmp_path) == [
        f"{locations.schemas_dir()}/crds/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json",
        f"{locations.schemas_dir()}/kubernetes/v1.36/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
    ]
    assert locations.own_crds(tmp_path) == []


def test_our_own_repository_has_no_schemas_beside_the_vendored_ones() -> None:
    assert locations.own_crds(locations.schemas_dir().parent) == []


def test_definitions_are_whole() -> None:
    definitions = locations.definitions("1.36")
    assert definitions["io.k8s.api.core.v1.Container"]["required"] == ["name"]
    assert "io.k8s.api.core.v1.NodeSpec" in definitions
