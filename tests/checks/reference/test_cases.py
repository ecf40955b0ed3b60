"""Each case of `cases/`: exactly what it says is told, at the object and field that it says.

A case has manifests, perhaps settings (`elsewhere`), and `told`: rule, kind/name, field. `words` are parts of a message
or hint. `unjudged` counts, by kind, what nothing here can know of.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.checks import reference
from generator.checks.reference import JudgedUnit
from generator.checks.reference.lookups import numbers, of_changed
from generator.checks.subject import Cluster, Subject
from generator.json_types import Json, JsonMap
from generator.problems import Problem
from generator.rules import RULES

FOLDER = Path(__file__).parent / "cases"
CASES: list[JsonMap] = [
    case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
]


def _cluster(case: JsonMap) -> Cluster:
    return Cluster("1.36", Path(), settings=case.get("settings", {}))


def _subjects(case: JsonMap) -> list[Subject]:
    return [Subject(manifest, Path("set.yaml"), place) for place, manifest in enumerate(case["manifests"])]


def _found(case: JsonMap) -> list[tuple[Subject, Problem]]:
    return list(reference.problems(_subjects(case), _cluster(case)))


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_exactly_what_is_wrong_is_told(case: JsonMap) -> None:
    found = _found(case)
    told = [f"{problem.fault} {subject.kind}/{subject.name} {problem.field}".strip() for subject, problem in found]
    assert sorted(told) == sorted(case.get("told", []))
    assert all(problem.message and problem.hint for _, problem in found)
    text = "\n".join(f"{problem.message}\n{problem.hint}" for _, problem in found)
    assert [word for word in case.get("words", ()) if word not in text] == []
    assert _unjudged(case) == case.get("unjudged", _unjudged(case))


def _unjudged(case: JsonMap) -> dict[str, int]:
    """By the first word of each reason, the kind."""
    _, found = reference.known_and_unknown(_subjects(case), _cluster(case))
    return {reason.partition(":")[0]: count for reason, count in found.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_facts_can_be_kept_as_json(case: JsonMap) -> None:
    summaries = [reference.facts(manifest) for manifest in case["manifests"]]
    cluster = _cluster(case)
    again = reference.together(json.loads(json.dumps(summaries)), cluster)
    assert list(reference.judged(again)) == list(reference.judged(reference.together(summaries, cluster)))


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_what_is_looked_up_says_what_can_change_the_findings(case: JsonMap) -> None:
    """Each manifest is a unit of its own, and is taken away, given back, or has no labels any more."""
    summaries = [reference.facts(manifest) for manifest in case["manifests"]]
    whole, own = _by_unit(case, dict(enumerate(summaries))), _cluster(case).namespace
    for place, facts in enumerate(summaries):
        bare = reference.facts(_without_labels(case["manifests"][place]))
        for others in ({}, {place: bare}):
            changed = _by_unit(case, {**dict(enumerate(summaries)), place: None, **others})
            touched = of_changed([facts], list(others.values()), own)
            for unit, (problems, unknown, looked_up) in whole.items():
                same = changed.get(unit, JudgedUnit([], [], set()))
                if unit != str(place) and (problems, unknown) != same[:2]:
                    assert not touched.isdisjoint(numbers(looked_up, own)), unit
                    assert not touched.isdisjoint(numbers(same[2], own)), unit


def _by_unit(case: JsonMap, facts: dict[int, JsonMap | None]) -> dict[str, JudgedUnit]:
    known = {str(place): own for place, own in facts.items() if own is not None}
    graph = reference.together(list(known.values()), _cluster(case), units=list(known))
    judged = {unit: reference.judged_unit(graph, unit) for unit in known}
    # A place is one among those that are there.
    return {unit: own._replace(problems=[(0, problem) for _, problem in own.problems]) for unit, own in judged.items()}


def _without_labels(manifest: Json) -> Json:
    if isinstance(manifest, dict):
        return {key: _without_labels(value) for key, value in manifest.items() if key not in ("labels", "matchLabels")}
    return [_without_labels(item) for item in manifest] if isinstance(manifest, list) else manifest


def test_every_rule_has_a_page_on_which_it_alone_fails() -> None:
    for rule in RULES.values():
        if rule.category == "reference":
            text = (Path(reference.__file__).parents[2] / "rules" / "pages" / f"{rule.name}.md").read_text()
            fails, passes = (part.partition("```yaml\n")[2].partition("```")[0] for part in text.split("## Passes"))
            told = {problem.fault for _, problem in _found({"manifests": list(yaml.safe_load_all(fails))})}
            assert (rule.name, told) == (rule.name, {rule.name})
            assert _found({"manifests": list(yaml.safe_load_all(passes))}) == [], rule.name
