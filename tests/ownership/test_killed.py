"""A run that is killed at any moment leaves a tree that the next run repairs, whatever it wants to write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.tools.locate import CHECKOUT
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
from tests.repository import COMMAND, Repository

POINTS = 16
"""Moments in each of two ways to choose them."""

KILLED = [sys.executable, str(Path(__file__).with_name("killed.py"))]


def killed_after(repository: Repository, seconds: float) -> int:
    """The exit code of a render that had so much time."""
    process = subprocess.Popen(
        [*COMMAND, "-C", str(repository.root), "render"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=CHECKOUT,
    )
    time.sleep(seconds)
    process.kill()
    return process.wait()


def killed_at(repository: Repository, step: int) -> tuple[int, str]:
    """The exit code of a render that is killed before its Nth change, and what it printed."""
    done = subprocess.run(
        [*KILLED, str(step), str(repository.root), "render"],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=False,
        timeout=60,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, done.stdout


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
    # A whole run takes about 0.6 s on two cores; most of what it writes it writes at the end.
    code = killed_after(repository, random.Random(point).uniform(0.1, 0.9))
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
    for seconds in (0.3, 0.35, 0.4):
        killed_after(repository, seconds)
    assert_repaired(repository, tree_after)
