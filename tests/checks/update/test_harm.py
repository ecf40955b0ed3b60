"""Each case of `harm.yaml`: exactly what it says is told of the two sets, at the manifest that it says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.checks import update
from generator.checks.subject import Cluster, Subject
from generator.json_types import Json, JsonMap
from generator.rules import RULES

CASES: list[JsonMap] = yaml.load((Path(__file__).parent / "harm.yaml").read_text(), Loader=yaml.CSafeLoader)


def _subjects(manifests: list[Json], file: str) -> list[Subject]:
    return [Subject(manifest, Path(file), position) for position, manifest in enumerate(manifests)]


def _told(before: list[Subject] | None, after: list[Subject]) -> list[tuple[str, Subject]]:
    cluster = Cluster("1.36", Path(), before=before)
    found = list(update.problems(after, cluster))
    assert all(problem.message and problem.hint for _, problem in found)
    return [
        (f"{problem.fault} {subject.kind}/{subject.name} {problem.field}".strip(), subject)
        for subject, problem in found
        if RULES[problem.fault].severity == "warning"
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_exactly_what_hurts_is_told(case: JsonMap) -> None:
    before, after = _subjects(case["before"], "old.yaml"), _subjects(case.get("after", []), "new.yaml")
    told = _told(before, after)
    assert sorted(text for text, _ in told) == sorted(case.get("told", []))
    gone = {subject for text, subject in told if text.startswith("disappearing-") and subject.file.name == "old.yaml"}
    assert gone <= set(before)
    assert {subject for _, subject in told} <= {*before, *after}


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_nothing_is_told_where_nothing_changes(case: JsonMap) -> None:
    for manifests in (case["before"], case.get("after", [])):
        assert _told(_subjects(manifests, "old.yaml"), _subjects(manifests, "new.yaml")) == []
        assert _told(None, _subjects(manifests, "new.yaml")) == []
