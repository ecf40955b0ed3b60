"""Repositories in a known state, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ownership.shop import add_handwritten, after, before, copied, set_catalog
from tests.repository import Repository


@pytest.fixture(scope="session")
def rendered_before(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The catalog `before`, rendered, with files of people in the tree. Not to be changed."""
    repository = Repository(tmp_path_factory.mktemp("before"))
    set_catalog(repository, before())
    add_handwritten(repository)
    repository.rendered()
    return repository


@pytest.fixture(scope="session")
def tree_after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run that nobody disturbs generates from the catalog `after`."""
    repository = Repository(tmp_path_factory.mktemp("after"))
    set_catalog(repository, after())
    repository.rendered()
    return repository.tree()


@pytest.fixture
def repository(rendered_before: Repository, tmp_path: Path) -> Repository:
    """A copy of `rendered_before` of one's own."""
    return copied(rendered_before, tmp_path / "repository")
