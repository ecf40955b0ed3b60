"""Custom resources of a repository's own: added from their CRDs, before the vendored ones, never half used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from generator.checks.kubeconform import SchemaResult, validate
from generator.errors import KubecatalogError
from generator.schemas import add, locations

Judge = Callable[..., list[SchemaResult]]

CRD = dedent(
    """\
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: ingresses.networking.example.com}
    spec:
      group: networking.example.com
      names: {kind: Ingress, plural: ingresses}
      scope: Cluster
      versions:
      - name: v1
        served: true
        storage: true
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec: {type: object, required: [size], properties: {size: {type: integer, description: how big}}}
      - {name: v1alpha1, served: false, storage: false}
      - {name: v1beta1, served: true, deprecated: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
    """
)
RESOURCE = "apiVersion: networking.example.com/v1\nkind: Ingress\nmetadata: {name: shop}\nspec: {size: big, sise: 1}\n"


@pytest.fixture
def crd(tmp_path: Path) -> Path:
    file = tmp_path / "crd.yaml"
    file.write_text(CRD)
    return file


def test_an_added_crd_is_judged_by_its_schema_though_kubernetes_has_a_namesake(
    judge: Judge, tmp_path: Path, crd: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add.main(["-C", str(tmp_path), str(crd)]) == 0
    folder = tmp_path / "schemas" / "crds"
    assert capsys.readouterr().out.split() == [
        str(folder / "networking.example.com" / "ingress_v1.json"),
        str(folder / "networking.example.com" / "ingress_v1beta1.json"),
    ]
    (result,) = judge(RESOURCE)
    assert [(problem.field, problem.message, problem.hint) for problem in result.problems] == [
        ("spec.sise", "unknown field sise", "did you mean size?"),
        ("spec.size", 'expected integer, found string "big"', ""),
    ]


def test_the_index_knows_an_added_crd(tmp_path: Path, crd: Path) -> None:
    assert locations.is_namespaced("networking.example.com/v1", "Ingress", tmp_path) is None
    add.add([crd], tmp_path)
    assert locations.is_namespaced("networking.example.com/v1", "Ingress", tmp_path) is False
    assert locations.custom_resources(tmp_path)["networking.example.com/Ingress"] == {
        "scope": "Cluster",
        "plural": "ingresses",
        "versions": ["v1", "v1beta1"],
        "deprecated": ["v1beta1"],
        "source": "crd.yaml",
    }
    assert locations.is_namespaced("cert-manager.io/v1", "Certificate", tmp_path) is True


def test_the_digest_changes_with_an_added_crd(tmp_path: Path, crd: Path) -> None:
    before = locations.digest(tmp_path)
    assert locations.digest(tmp_path) == before
    add.add([crd], tmp_path)
    assert locations.digest(tmp_path) != before


def test_the_schema_of_the_repository_goes_before_the_vendored_one(judge: Judge, tmp_path: Path, crd: Path) -> None:
    crd.write_text(CRD.replace("networking.example.com", "cert-manager.io").replace("Ingress", "Certificate"))
    add.add([crd], tmp_path)
    (result,) = judge(
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: shop}\nspec: {size: 1, secretName: shop}\n"
    )
    assert [(problem.field, problem.hint) for problem in result.problems] == [
        ("spec.secretName", "the fields here are size")
    ]


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        ("{", "not a JSON Schema: Expecting property name"),
        ("[]", "not a JSON Schema: not a map"),
        ('{"$ref": "#/$defs/Shop"}', "refers to #/$defs/Shop, which is not there"),
        ('{"properties": {"a": {"$ref": "shop.json#"}}}', "refers to shop.json#, which is not there"),
    ],
)
def test_a_schema_that_cannot_be_used_is_an_error(kubeconform: Path, tmp_path: Path, schema: str, fault: str) -> None:
    file = tmp_path / "schemas" / "crds" / "cert-manager.io" / "certificate_v1.json"
    file.parent.mkdir(parents=True)
    file.write_text(schema)
    with pytest.raises(KubecatalogError) as raised:
        list(validate({tmp_path / "any.yaml": "1.36"}, kubeconform=kubeconform, root=tmp_path))
    assert raised.value.message.startswith(f"{file}: {fault}")


def test_a_schema_that_only_kubeconform_refuses_is_named(judge: Judge, tmp_path: Path) -> None:
    file = tmp_path / "schemas" / "crds" / "example.com" / "shop_v1.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"$schema": "http://json-schema.org/draft-07/schema#", "type": "shop"}')
    (result,) = judge("apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: shop}\n")
    assert [(found.message, found.hint) for found in result.problems] == [
        ("the schema of Shop of example.com/v1 cannot be used", f"kubeconform does not compile {file}")
    ]


def test_a_file_without_a_crd_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "none.yaml"
    file.write_text(RESOURCE)
    assert add.main(["-C", str(tmp_path), str(file)]) == 2
    assert capsys.readouterr().err == f"error: {file} holds no CustomResourceDefinition\n"
    assert not (tmp_path / "schemas").exists()


def test_nothing_is_added_to_the_vendored_schemas(crd: Path) -> None:
    with pytest.raises(KubecatalogError, match="kubecatalog's own schemas"):
        add.add([crd], locations.schemas_dir().parent)


def test_a_folder_that_kubeconform_cannot_read_is_an_error(tmp_path: Path) -> None:
    root = tmp_path / "a#b"
    (root / "schemas" / "crds").mkdir(parents=True)
    with pytest.raises(KubecatalogError, match="kubeconform cannot read schemas in"):
        locations.schema_locations("1.36", root)


def test_what_only_kubeconform_understands_is_told_in_its_words(judge: Judge, tmp_path: Path, crd: Path) -> None:
    crd.write_text(CRD.replace("type: integer, description: how big", "type: string, pattern: '^l(?i)arge$'"))
    add.add([crd], tmp_path)
    resource = RESOURCE.replace(", sise: 1", "")
    (result,) = judge(resource)
    assert [(problem.fault, problem.field, problem.message) for problem in result.problems] == [
        ("wrong-value", "spec.size", "'big' does not match pattern '^l(?i)arge$'")
    ]
    (result,) = judge(resource.replace("big", "lARGE"))
    assert result.status == "valid"
