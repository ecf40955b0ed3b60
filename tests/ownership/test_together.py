"""Runs at the same time do not get in each other's way."""

from __future__ import annotations

import json
import subprocess

from generator.tools.locate import CHECKOUT
from tests.ownership.shop import after, assert_handwritten, generated, left_over, set_catalog
from tests.repository import COMMAND, Repository


def started(repository: Repository, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "-C", str(repository.root), *arguments, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )


def test_one_writes_and_the_others_find_it_done(repository: Repository, tree_after: dict[str, bytes]) -> None:
    set_catalog(repository, after())
    processes = [started(repository, "render") for _ in range(4)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, said
    assert [errors for _, errors in said] == [""] * 4
    summaries = [json.loads(output)["summary"] for output, _ in said]
    assert sorted(bool(summary["written"]) for summary in summaries) == [False, False, False, True]
    assert generated(repository) == tree_after
    assert_handwritten(repository)
    assert left_over(repository) == []


def test_checks_beside_a_render(repository: Repository, tree_after: dict[str, bytes]) -> None:
    set_catalog(repository, after())
    commands = [["render"], ["validate"], ["validate", "s01"], ["render", "--check"], ["render"]]
    processes = [started(repository, *command) for command in commands]
    said = [process.communicate(timeout=120) for process in processes]
    assert [errors for _, errors in said] == [""] * 5
    for command, process, (output, _) in zip(commands, processes, said, strict=True):
        rules = {finding["rule"] for finding in json.loads(output)["findings"]}
        # One that came first has found the tree as it was.
        assert rules <= {"missing-file", "outdated-file", "orphaned-file"}, command
        assert process.returncode == (1 if rules else 0)
        assert command != ["render"] or not rules
    assert generated(repository) == tree_after
