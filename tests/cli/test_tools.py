"""Tools that are missing, fail, hang, crash or refuse: what is said, the exit code, and that nothing was written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.render import kustomize
from generator.tools import locate
from generator.tools.pins import PINS
from tests.cli.test_misuse import PLATFORM, SERVICE
from tests.conftest import Workspace
from tests.tools import fakes

REAL = {name: locate.tool(name, locate.CHECKOUT, os.environ) for name in ("kustomize", "kubeconform")}
VERSION = PINS["kustomize"].version


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which tools are looked for, empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(locate, "CHECKOUT", tmp_path / "elsewhere")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def catalog(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "repository")
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", SERVICE)
    workspace.write("catalog/services/carts.yaml", SERVICE)
    return workspace


def use(path: Path, **scripts: str) -> None:
    """Put tools where they are found: fakes with these scripts, and the real ones."""
    for name, real in REAL.items():
        if name in scripts:
            fakes.build(path, PINS[name], script=scripts[name])
        else:
            shutil.copy2(real, path / name)


def untouched(catalog: Workspace) -> bool:
    return {item.name for item in catalog.root.iterdir()} <= {"catalog", ".kubecatalog"} and not (
        catalog.root / ".kubecatalog" / "work"
    ).exists()


@pytest.mark.parametrize("missing", ["kustomize", "kubeconform"])
def test_a_tool_is_missing(path: Path, catalog: Workspace, missing: str) -> None:
    use(path)
    (path / missing).unlink()
    result = catalog.kubecatalog("validate")
    assert (result.code, result.out) == (3, "")
    said = f"kubecatalog: {missing} {PINS[missing].version} is not installed\n"
    assert result.err == f"{said}    run `kubecatalog tools install`\n"
    assert untouched(catalog)


def test_a_tool_has_another_version(path: Path, catalog: Workspace) -> None:
    use(path)
    fakes.program(path, "kustomize", "echo v5.0.0")
    result = catalog.kubecatalog("validate")
    assert (result.code, result.out) == (3, "")
    assert f"kustomize {VERSION} is not installed (found 5.0.0 at {path}/kustomize)" in result.err


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo boom >&2; exit 1", "kustomize builds nothing at {path}/kustomize"),
        ("echo boom >&2; exit 7", f"kustomize {VERSION} failed with exit code 7\n  boom"),
        ("kill -SEGV $$", f"kustomize {VERSION} was killed by SIGSEGV"),
    ],
)
@pytest.mark.parametrize("command", [("render",), ("validate",), ("build", "dev/orders")])
def test_kustomize_fails(path: Path, catalog: Workspace, script: str, said: str, command: tuple[str, ...]) -> None:
    use(path, kustomize=script)
    result = catalog.kubecatalog(*command)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"kubecatalog: {said.format(path=path)}")
    assert untouched(catalog)


def test_kustomize_hangs(path: Path, catalog: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    use(path, kustomize="sleep 60")
    monkeypatch.setattr(kustomize, "TIMEOUT", 0.3)
    result = catalog.kubecatalog("render")
    assert (result.code, result.out) == (3, "")
    assert result.err == f"kubecatalog: kustomize {VERSION} did not finish within 0.3 s\n"
    assert untouched(catalog)


def test_kustomize_prints_something_else(path: Path, catalog: Workspace) -> None:
    use(path, kustomize="echo 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: surprise}'")
    result = catalog.kubecatalog("render")
    assert (result.code, result.out) == (3, "")
    assert "internal error in kubecatalog" in result.err
    assert "does not give back what was planned" in result.err
    assert untouched(catalog)


@pytest.mark.parametrize("script", ["printf '\\377'", "echo '{'", "echo 'a: *b'", "echo 'kind: X'", "true"])
def test_kustomize_prints_nonsense(path: Path, catalog: Workspace, script: str) -> None:
    use(path, kustomize=script)
    result = catalog.kubecatalog("render")
    assert (result.code, result.out) == (3, "")
    assert "kustomize" in result.err
    assert untouched(catalog)


def test_kustomize_refuses_one_resource(path: Path, catalog: Workspace) -> None:
    """The finding is at the manifest that it does not take, and the other service is checked all the same."""
    catalog.write(
        "catalog/services/orders.yaml",
        f"""\
        {SERVICE.splitlines()[0]}
        manifests:
          - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: fine}}}}
          - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: unloved}}}}
        """,
    )
    catalog.write("catalog/services/carts.yaml", SERVICE + "prot: 1\n")
    refuse = f"""case "$2" in
      */alone-*) grep -qs unloved "$2"/resource.yaml ;;
      */shards/* | */overlays/*/orders) true ;;
      *) false ;;
    esac || exec {REAL["kustomize"]} "$@"
    echo 'Error: map[string]interface {{}}{{"data":"hunter2"}}: I do not like' >&2
    echo "$2" >&2
    exit 1"""
    use(path, kustomize=refuse)
    result = catalog.kubecatalog("validate")
    assert (result.code, result.err) == (1, "")
    lines = result.out.splitlines()
    assert lines[0] == 'catalog/services/carts.yaml:3:1: error[unknown-field] unknown field "prot"'
    refused = [line for line in lines if line.startswith("catalog/services/orders.yaml:4:5: ")]
    for line, environment in zip(refused, ("dev", "prod"), strict=True):
        assert line.partition(": ")[2].startswith(
            "error[unbuildable-overlay] "
            f"the overlay overlays/{environment}/orders does not build: kustomize {VERSION} says: I do not like "
        )
    assert "hunter2" not in result.out
    assert untouched(catalog)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo boom >&2; exit 7", "kubeconform 0.8.0 failed with exit code 7\n  boom"),
        ("kill -SEGV $$", "kubeconform 0.8.0 was killed by SIGSEGV"),
        ("echo nonsense", "kubeconform 0.8.0"),
        ("true", "kubeconform 0.8.0"),
    ],
)
def test_kubeconform_fails(path: Path, catalog: Workspace, script: str, said: str) -> None:
    use(path, kubeconform=script)
    result = catalog.kubecatalog("render")
    assert result.code != 0
    if result.code == 3:
        assert result.out == ""
        assert result.err.startswith(f"kubecatalog: {said}")
    assert "Traceback" not in result.err
    assert untouched(catalog)
