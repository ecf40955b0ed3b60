"""A run that is killed at any moment leaves a tree that the next run repairs, whatever it wants to write."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from tests.command import completed
from tests.ownership.shop import (
    add_handwritten,
    after,
    assert_handwritten,
    before,
    copied,
    empty_folders,
    generated,
    left_over,
    set_catalog,
)
from tests.repository import Repository

POINTS = 16
"""Moments in each of two ways to choose them."""


def killed_after(repository: Repository, seconds: float) -> int:
    """The exit code of a render that had so much time."""
    return completed(["-C", str(repository.root), "render"], killed_after=seconds).returncode


def killed_at(repository: Repository, step: int) -> tuple[int, str]:
    """The exit code of a render that is killed before its Nth change, and what it printed."""
    done = completed([str(step), str(repository.root), "render"], main="tests.ownership.killed:main", timeout=60)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, done.stdout.decode()


def assert_repaired(repository: Repository, tree: dict[str, bytes], *, handwritten: bool = True) -> None:
    repository.rendered()
    found = generated(repository)
    assert found.keys() == tree.keys()
    assert found == tree
    assert empty_folders(repository) == []
    assert left_over(repository) == []
    if handwritten:
        assert_handwritten(repository)


@pytest.mark.parametrize("point", range(POINTS))
def test_at_a_random_moment(
    point: int, rendered_before: Repository, repository: Repository, tree_after: dict[str, bytes]
) -> None:
    set_catalog(repository, after())
    # A whole run takes about 0.4 s on two cores; most of what it writes it writes at the end.
    code = killed_after(repository, random.Random(point).uniform(0.05, 0.6))
    assert code in (0, -signal.SIGKILL)
    assert_repaired(repository, tree_after)


@pytest.fixture(scope="session")
def steps(rendered_before: Repository, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many changes a run makes in all."""
    repository = copied(rendered_before, tmp_path_factory.mktemp("steps") / "repository")
    set_catalog(repository, after())
    code, said = killed_at(repository, 0)
    assert code == 0
    return int(said.splitlines()[-1])


@pytest.mark.parametrize("point", range(POINTS))
def test_at_each_kind_of_step(point: int, steps: int, repository: Repository, tree_after: dict[str, bytes]) -> None:
    set_catalog(repository, after())
    # The first and last steps, where the cache is written, one by one; the others are alike.
    step = [1, 2, 3, 4, steps, steps - 1, steps - 2, steps - 3, *range(5, steps - 3)]
    spread = step[:8] + random.Random(1).sample(step[8:], POINTS - 8)
    code, _ = killed_at(repository, spread[point])
    assert code == -signal.SIGKILL
    assert_repaired(repository, tree_after)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_then_the_catalog_changes_again(share: float, steps: int, repository: Repository) -> None:
    """What is there is neither the old tree nor the new one, and a third is wanted: the old one once more."""
    tree = generated(repository)
    set_catalog(repository, after())
    assert killed_at(repository, int(steps * share))[0] == -signal.SIGKILL
    set_catalog(repository, before())
    assert_repaired(repository, tree)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_killed_twice_with_different_wishes(
    share: float, steps: int, repository: Repository, tree_after: dict[str, bytes]
) -> None:
    third = {name: {**service, "env": {"THIRD": "3"}} for name, service in after()[1].items()}
    for service in third.values():
        if "config" in service:
            service["config"] = {**service["config"], "files": {"app.yml": "third: 3\n"}}
    set_catalog(repository, after())
    assert killed_at(repository, int(steps * share))[0] == -signal.SIGKILL
    set_catalog(repository, (after()[0], third))
    # As soon as it has said what it is about to write.
    killed_at(repository, 6)
    set_catalog(repository, after())
    assert_repaired(repository, tree_after)


@pytest.mark.parametrize("step", [1, 20, 60, 120])
def test_while_everything_is_created(step: int, tmp_path: Path, tree_after: dict[str, bytes]) -> None:
    repository = Repository(tmp_path / "repository")
    repository.root.mkdir()
    set_catalog(repository, after())
    killed_at(repository, step)
    add_handwritten(repository)
    assert_repaired(repository, tree_after)


@pytest.mark.parametrize("step", [2, 20, 40, 80])
def test_while_everything_is_removed(step: int, repository: Repository) -> None:
    platform, services = before()
    kept = {"s00": services["s00"]}
    set_catalog(repository, (platform, kept))
    killed_at(repository, step)
    repository.rendered()
    assert {path.split("/")[-2] for path in generated(repository) if "config/" not in path} == {"_environment", "s00"}
    assert empty_folders(repository) == []
    assert_handwritten(repository)


def test_an_orphaned_kustomize_does_no_harm(repository: Repository, tree_after: dict[str, bytes]) -> None:
    """Its children outlive a killed run; what they print goes nowhere, and the next run does not wait for them."""
    set_catalog(repository, after())
    for seconds in (0.1, 0.15, 0.2):
        killed_after(repository, seconds)
    assert_repaired(repository, tree_after)
