from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import TOOL, ToolError
from generator.tools import locate
from generator.tools.pins import PINS
from generator.tools.record import digest_of, entry_of, read_record, write_record
from tests.tools import fakes

KUSTOMIZE = PINS["kustomize"]
KUBECONFORM = PINS["kubeconform"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository worked on; the package lies elsewhere and has no tools of its own."""
    monkeypatch.setattr(locate, "CHECKOUT", tmp_path / "site-packages")
    (tmp_path / "repository" / "catalog").mkdir(parents=True)
    return tmp_path / "repository"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path / 'one'}:{tmp_path / 'two'}:/usr/bin:/bin"}


def in_folder(folder: Path) -> Path:
    """An installed kustomize with its record."""
    path = fakes.build(folder, KUSTOMIZE)
    write_record(folder / "tools.json", {"kustomize": entry_of(path, KUSTOMIZE.version)})
    return path


def test_checkout_of_the_package_comes_first(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    in_folder(root / ".tools" / "bin")
    in_folder(tmp_path / "home" / ".cache" / "kubecatalog" / "bin")
    own = in_folder(tmp_path / "site-packages" / ".tools" / "bin")
    assert locate.tool("kustomize", root, environ) == own


@pytest.mark.parametrize(
    ("variable", "folder"), [("HOME", "x/.cache/kubecatalog/bin"), ("XDG_CACHE_HOME", "x/kubecatalog/bin")]
)
def test_user_cache(root: Path, tmp_path: Path, variable: str, folder: str) -> None:
    path = in_folder(tmp_path / folder)
    assert locate.tool("kustomize", root, {variable: str(tmp_path / "x"), "PATH": ""}) == path


def test_repository_worked_on(root: Path, environ: dict[str, str]) -> None:
    path = in_folder(root / ".tools" / "bin")
    assert locate.tool("kustomize", root, environ) == path


def test_binary_that_came_with_the_repository_is_not_used(root: Path, environ: dict[str, str]) -> None:
    """As after `git clone`: the record is there, the time stamp is another."""
    path = in_folder(root / ".tools" / "bin")
    os.utime(path, ns=(1, 1))
    with pytest.raises(ToolError):
        locate.tool("kustomize", root, environ)


def test_path_in_the_exact_version(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    fakes.program(tmp_path / "one", "kustomize", "echo v5.4.2")
    wrapper = fakes.program(tmp_path / "two", "kustomize", "echo v5.8.1")
    assert locate.tool("kustomize", root, environ) == wrapper


def test_nowhere(root: Path, environ: dict[str, str]) -> None:
    with pytest.raises(ToolError) as caught:
        locate.tool("kustomize", root, environ)
    assert caught.value.message == "kustomize 5.8.1 is not installed"
    assert caught.value.hint == "run `kubecatalog tools install`"
    assert caught.value.code == TOOL


def test_other_versions_are_named(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    one = fakes.program(tmp_path / "one", "kustomize", "echo v5.4.2")
    two = fakes.program(tmp_path / "two", "kustomize", "exit 1")
    with pytest.raises(ToolError) as caught:
        locate.tool("kustomize", root, environ)
    assert caught.value.message == (
        f"kustomize 5.8.1 is not installed (found 5.4.2 at {one}, an unknown version at {two})"
    )


def test_hint_in_a_checkout(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    checkout = tmp_path / "site-packages"
    (checkout / "generator" / "tools").mkdir(parents=True)
    (checkout / "generator" / "tools" / "bootstrap.py").touch()
    (checkout / "Makefile").touch()
    with pytest.raises(ToolError) as caught:
        locate.tool("kustomize", root, environ)
    assert caught.value.hint == f"run `make tools` in {checkout}"


def test_relative_folders_of_path_are_not_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fakes.program(root, "kustomize", "echo v5.8.1")
    monkeypatch.chdir(root)
    with pytest.raises(ToolError):
        locate.tool("kustomize", root, {"PATH": ".::" + "bin"})


def test_record_is_believed_without_reading_the_binary(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site-packages" / ".tools" / "bin"
    path = fakes.program(folder, "kustomize", "echo nothing about a version")
    write_record(folder / "tools.json", {"kustomize": entry_of(path, KUSTOMIZE.version)})
    assert locate.tool("kustomize", root, {}) == path


def _touched(path: Path) -> None:
    os.utime(path, ns=(5, 5))


def _without_record(path: Path) -> None:
    (path.parent / "tools.json").unlink()


def _broken_record(path: Path) -> None:
    (path.parent / "tools.json").write_text("[1, {")


def _older_record(path: Path) -> None:
    write_record(path.parent / "tools.json", {"kustomize": entry_of(path, "5.7.0")})


@pytest.mark.parametrize("change", [_touched, _without_record, _broken_record, _older_record])
def test_stale_record_is_renewed_from_the_binary(root: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    path = in_folder(tmp_path / "site-packages" / ".tools" / "bin")
    change(path)
    assert locate.tool("kustomize", root, {}) == path
    assert read_record(path.parent / "tools.json") == {"kustomize": entry_of(path, "5.8.1", digest_of(path))}


@pytest.mark.parametrize("wrong", [{"version": "5.8.0"}, {"checksum": "h1:" + "A" * 43 + "="}])
def test_replaced_binary_is_not_used(root: Path, tmp_path: Path, wrong: dict[str, str]) -> None:
    path = in_folder(tmp_path / "site-packages" / ".tools" / "bin")
    fakes.build(path.parent, KUSTOMIZE, **wrong)
    with pytest.raises(ToolError):
        locate.tool("kustomize", root, {})


def test_build_on_path_is_asked_once(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    fakes.build(tmp_path / "one", KUBECONFORM, version="0.6.7", script=f"echo asked >> '{tmp_path}/asked'; echo v0.6.7")
    right = fakes.build(tmp_path / "two", KUBECONFORM)
    for _ in range(3):
        assert locate.tool("kubeconform", root, environ) == right
    assert (tmp_path / "asked").read_text() == "asked\n"
    remembered = json.loads((root / ".kubecatalog" / "tools.json").read_text())
    assert {path: entry["version"] for path, entry in remembered.items()} == {
        str(tmp_path / "one" / "kubeconform"): "0.6.7",
        str(right): "0.8.0",
    }


def test_build_on_path_that_changed_is_asked_again(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    path = fakes.build(tmp_path / "one", KUBECONFORM)
    assert locate.tool("kubeconform", root, environ) == path
    fakes.build(tmp_path / "one", KUBECONFORM, version="0.6.7", script="echo v0.6.7")
    with pytest.raises(ToolError):
        locate.tool("kubeconform", root, environ)


def test_shim_is_asked_each_time(root: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Its own file says nothing about which program it starts."""
    (tmp_path / "version").write_text("v5.8.1")
    shim = fakes.program(tmp_path / "one", "kustomize", f"cat '{tmp_path}/version'")
    assert locate.tool("kustomize", root, environ) == shim
    (tmp_path / "version").write_text("v5.4.2")
    with pytest.raises(ToolError):
        locate.tool("kustomize", root, environ)


def test_nothing_is_written_into_a_folder_that_is_no_catalog(environ: dict[str, str], tmp_path: Path) -> None:
    fakes.build(tmp_path / "one", KUBECONFORM)
    folder = tmp_path / "anywhere"
    folder.mkdir()
    locate.find_on_path(KUBECONFORM, folder, environ)
    assert list(folder.iterdir()) == []
