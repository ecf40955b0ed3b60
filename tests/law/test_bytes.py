"""The same catalog gives the same bytes, whatever Python's hashes are and however often it is rendered."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.law.conftest import of_cases, rendered
from tests.repository import Repository

DEPRECATED = ("commonLabels", "patchesStrategicMerge", "patchesJson6902", "bases:", "vars:", "imageTags")


@pytest.fixture(scope="module")
def tree(named_cases: Repository) -> dict[str, bytes]:
    return named_cases.tree()


def test_runs_do_not_differ(tree: dict[str, bytes], tmp_path: Path) -> None:
    second = of_cases(tmp_path / "second")
    rendered(second, "2")
    assert tree == second.tree()
    again = second.started("render", "--format", "json", environ={"PYTHONHASHSEED": "3"})
    assert changed(again) == ([], [])
    assert second.tree() == tree


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
