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
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap
from generator.problems import Problem
from generator.rules import RULES

FOLDER = Path(__file__).parent / "cases"
CASES: list[JsonMap] = [
    case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
]


def _found(case: JsonMap) -> list[tuple[Subject, Problem]]:
    subjects = [Subject(manifest, Path("set.yaml"), place) for place, manifest in enumerate(case["manifests"])]
    return list(reference.problems(subjects, Cluster("1.36", Path(), settings=case.get("settings", {}))))


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
    summaries = [reference.facts(manifest) for manifest in case["manifests"]]
    cluster = Cluster("1.36", Path(), settings=case.get("settings", {}))
    found = reference.unjudged(reference.together(summaries, cluster))
    return {reason.partition(":")[0]: count for reason, count in found.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_facts_can_be_kept_as_json(case: JsonMap) -> None:
    summaries = [reference.facts(manifest) for manifest in case["manifests"]]
    cluster = Cluster("1.36", Path(), settings=case.get("settings", {}))
    again = reference.together(json.loads(json.dumps(summaries)), cluster)
    assert list(reference.judged(again)) == list(reference.judged(reference.together(summaries, cluster)))


def test_every_rule_has_a_page_on_which_it_alone_fails() -> None:
    for rule in RULES.values():
        if rule.category == "reference":
            text = (Path(reference.__file__).parents[2] / "rules" / "pages" / f"{rule.name}.md").read_text()
            fails, passes = (part.partition("```yaml\n")[2].partition("```")[0] for part in text.split("## Passes"))
            told = {problem.fault for _, problem in _found({"manifests": list(yaml.safe_load_all(fails))})}
            assert (rule.name, told) == (rule.name, {rule.name})
            assert _found({"manifests": list(yaml.safe_load_all(passes))}) == [], rule.name
