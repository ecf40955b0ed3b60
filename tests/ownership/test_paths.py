"""Repositories at unusual places."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ownership.shop import after, copied, generated, set_catalog
from tests.repository import Repository


@pytest.mark.parametrize(
    "name",
    [
        "with spaces in it",
        "ümläute 世界",
        'quote\'s "here"',
        "-dash",
        "dots..and,commas",
        "a&b;c|d",
        "$HOME",
        "[x]*",
        "a:b",
        "a\\b",
    ],
)
def test_any_name_of_a_folder(
    name: str, rendered_before: Repository, tree_after: dict[str, bytes], tmp_path: Path
) -> None:
    repository = copied(rendered_before, tmp_path / name)
    set_catalog(repository, after())
    done = repository.command("render")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert generated(repository) == tree_after


def test_behind_a_link(rendered_before: Repository, tree_after: dict[str, bytes], tmp_path: Path) -> None:
    repository = copied(rendered_before, tmp_path / "real")
    set_catalog(repository, after())
    (tmp_path / "link").symlink_to("real")
    through = Repository(tmp_path / "link")
    assert through.command("render").returncode == 0
    assert generated(repository) == tree_after
    # From there and from here it is the same tree.
    for one in (through, repository):
        done = one.command("render", "--check")
        assert (done.returncode, done.stderr) == (0, "")


def test_from_inside(repository: Repository, tree_after: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    set_catalog(repository, after())
    monkeypatch.chdir(repository.root / "catalog")
    done = Repository(Path("..")).command("render", cwd=os.getcwd())
    assert (done.returncode, done.stderr) == (0, "")
    assert generated(repository) == tree_after


def test_a_linked_folder_of_the_layout(repository: Repository, tree_after: dict[str, bytes], tmp_path: Path) -> None:
    """`overlays/` itself may lie elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    (repository.root / "overlays").rename(elsewhere)
    (repository.root / "overlays").symlink_to(elsewhere)
    done = repository.command("render")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
