"""`make schemas --check`: every byte is as locked, and what is not is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.errors import KubecatalogError
from generator.schemas import lock, sources, vendor
from generator.schemas.locations import schemas_dir


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of one version and two groups, with a lock for just that."""
    copy = tmp_path / "schemas"
    for folder in ("kubernetes/v1.36", "crds/keda.sh", "crds/cert-manager.io"):
        shutil.copytree(schemas_dir() / folder, copy / folder)
    whole = lock.listed(lock.read(schemas_dir()))
    files = {name: digest for name, digest in whole.items() if (copy / name).exists()}
    lock.write(copy, [lock.source("a", "1", "sha256:a", files)], {})
    monkeypatch.setattr(vendor, "schemas_dir", lambda: copy)
    return copy


def test_the_vendored_schemas_are_as_locked(capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_an_edited_a_missing_and_an_extra_file_are_named(schemas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["--check"]) == 0
    (schemas / "crds/keda.sh/scaledobject_v1alpha1.json").unlink()
    (schemas / "crds/keda.sh/shop_v1.json").write_text("{}")
    (schemas / "kubernetes/v1.36/service-v1.json").write_text("{}")
    (schemas / "kubernetes/v1.36/secret-v1.json").unlink()
    certificate = schemas / "crds/cert-manager.io/certificate_v1.json"
    certificate.write_text(certificate.read_text().replace('"required":["name"],', "", 1))
    assert vendor.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "schemas/crds/cert-manager.io/certificate_v1.json: edited",
        "schemas/crds/keda.sh/scaledobject_v1alpha1.json: missing",
        "schemas/crds/keda.sh/shop_v1.json: not in lock.json",
        "schemas/kubernetes/v1.36/secret-v1.json: missing",
        "schemas/kubernetes/v1.36/service-v1.json: edited",
        "  hint: the schemas are built, not written: restore them from git, or run `make schemas`",
    ]


def test_broken_definitions_are_one_problem_not_a_hundred(schemas: Path) -> None:
    (schemas / "kubernetes/v1.36/_definitions.json").write_text("{")
    assert lock.problems(schemas) == ["kubernetes/v1.36/_definitions.json: edited"]
    (schemas / "kubernetes/v1.36/_definitions_all.json").write_text("{")
    assert lock.problems(schemas) == [
        "kubernetes/v1.36/_definitions.json: edited",
        "kubernetes/v1.36/_definitions_all.json: edited",
    ]


def test_a_broken_lock_is_an_error(schemas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (schemas / "lock.json").write_text("{")
    assert vendor.main(["--check"]) == 2
    assert capsys.readouterr().err.startswith(f"error: {schemas / 'lock.json'} is not JSON: ")


def test_the_lock_names_the_sources_of_the_table() -> None:
    expected = [
        (sources.KUBERNETES_PACKAGE, sources.KUBERNETES_PACKAGE_VERSION),
        *((module.name, module.version) for module in sources.MODULES),
    ]
    assert [(source["name"], source["version"]) for source in lock.read(schemas_dir())["sources"]] == expected


def test_a_release_that_changed_under_its_version_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, version = sources.KUBERNETES_PACKAGE, sources.KUBERNETES_PACKAGE_VERSION
    lock.write(tmp_path, [lock.source(name, version, "sha256:old", {})], {})
    monkeypatch.setattr("generator.schemas.fetch.python_package", lambda *_: (tmp_path / "a.whl", "sha256:new"))
    with pytest.raises(KubecatalogError) as raised:
        vendor.build(tmp_path)
    assert raised.value.message == f"{name} {version} has changed: expected sha256:old, found sha256:new"
    assert json.loads((tmp_path / "lock.json").read_text())["sources"][0]["digest"] == "sha256:old"


def test_an_unknown_argument_is_a_mistake_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["--chek"]) == 2
    assert capsys.readouterr().err == "usage: python -m generator.schemas.vendor [--check]\n"
