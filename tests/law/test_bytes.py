"""The same catalog gives the same bytes, whatever Python's hashes are and however often it is rendered."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.law.cases import CASES, PLATFORM
from tests.repository import SERVICES, Repository

DEPRECATED = ("commonLabels", "patchesStrategicMerge", "patchesJson6902", "bases:", "vars:", "imageTags")


def written(root: Path, hash_seed: str) -> Repository:
    repository = Repository(root)
    for case in CASES.values():
        for path, text in case.files.items():
            repository.write(f"{SERVICES}/{path}", text)
    repository.catalog(PLATFORM, {name: case.service for name, case in CASES.items()})
    done = repository.started("render", "--ignore", "reference", environ={"PYTHONHASHSEED": hash_seed})
    assert (done.returncode, done.stderr) == (0, "")
    return repository


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return written(tmp_path_factory.mktemp("bytes") / "first", "1")


@pytest.fixture(scope="module")
def tree(first: Repository) -> dict[str, bytes]:
    return first.tree()


def test_runs_do_not_differ(first: Repository, tree: dict[str, bytes], tmp_path: Path) -> None:
    second = written(tmp_path / "second", "2")
    assert tree == second.tree()
    again = first.started("render", "--format", "json", environ={"PYTHONHASHSEED": "3"})
    assert changed(again) == ([], [])
    (first.root / ".kubecatalog/index.json").unlink()
    anew = first.started("render", "--format", "json", environ={"PYTHONHASHSEED": "4"})
    assert changed(anew) == ([], [])
    assert first.tree() == tree


def changed(done: CompletedProcess[str]) -> tuple[list[str], list[str]]:
    summary = json.loads(done.stdout)["summary"]
    return summary["written"], summary["deleted"]


def test_no_deprecated_field_is_written(tree: dict[str, bytes]) -> None:
    kustomizations = {path: content.decode() for path, content in tree.items() if path.endswith("kustomization.yaml")}
    found = [(path, word) for path, text in kustomizations.items() for word in DEPRECATED if word in text]
    assert found == []


def test_every_overlay_says_how_it_is_sorted(tree: dict[str, bytes]) -> None:
    missing = [
        path
        for path, content in tree.items()
        if path.startswith("overlays/")
        and path.endswith("kustomization.yaml")
        and content.startswith(b"# Generated")  # not a service's own file of that name
        and b"sortOptions:\n  order: fifo\n" not in content
    ]
    assert missing == []
