"""The named cases of the render law, rendered once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.law.cases import CASES, PLATFORM
from tests.repository import SERVICES, Repository


def of_cases(root: Path) -> Repository:
    """All cases in one repository."""
    repository = Repository(root)
    for case in CASES.values():
        for path, text in case.files.items():
            repository.write(f"{SERVICES}/{path}", text)
    repository.catalog(PLATFORM, {name: case.service for name, case in CASES.items()})
    return repository


def rendered(repository: Repository, hash_seed: str) -> None:
    """By a process in which Python's hashes are these."""
    done = repository.started("render", "--ignore", "reference", environ={"PYTHONHASHSEED": hash_seed})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="session")
def named_cases(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Rendered by one run. Tests must not write to it."""
    repository = of_cases(tmp_path_factory.mktemp("law") / "cases")
    rendered(repository, "1")
    return repository
