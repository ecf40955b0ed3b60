"""The platform's own rules: what they find, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from generator.checks import policy
from generator.checks.policy.expressions import mistakes
from generator.checks.subject import Cluster, Subject
from generator.json_types import Json, JsonMap

TEAM: JsonMap = {
    "kinds": ["Deployment"],
    "expression": "has(object.metadata.labels) && 'team' in object.metadata.labels",
    "message": "a Deployment has the label team",
    "hint": "add it",
}
WITH: JsonMap = {"kind": "Deployment", "metadata": {"name": "web", "labels": {"team": "shop"}}}
WITHOUT: JsonMap = {"kind": "Deployment", "metadata": {"name": "web"}}


def found(manifest: JsonMap, **expressions: Json) -> list[tuple[str, str, str]]:
    cluster = Cluster("1.36", Path(), settings={"expressions": expressions})
    told = policy.problems([Subject(manifest, Path("a.yaml"))], cluster)
    return [(problem.fault, problem.message, problem.hint) for _, problem in told]


def test_an_expression_is_a_rule_by_its_name() -> None:
    assert found(WITHOUT, team=TEAM) == [("team", "a Deployment has the label team", "add it")]
    assert found(WITH, team=TEAM) == []
    assert found({**WITHOUT, "kind": "Service"}, team=TEAM) == []


def test_what_cannot_be_evaluated_is_told() -> None:
    ((fault, message, _),) = found(WITHOUT, team={**TEAM, "expression": "'team' in object.metadata.labels"})
    assert (fault, message) == ("team", 'team cannot be evaluated: Key not found in map : "labels"')


def test_nothing_of_a_secret_is_told() -> None:
    secret = {"kind": "Secret", "metadata": {"name": "a"}, "stringData": {"number": "hunter2"}}
    ((_, message, _),) = found(secret, a={"expression": "int(object.stringData.number) > 1", "message": "m"})
    assert message == "a cannot be evaluated"


def test_mistakes_and_tests() -> None:
    expressions = {
        "fine": {**TEAM, "tests": {"pass": [WITH], "fail": [WITHOUT]}},
        "wrong": {**TEAM, "tests": {"pass": [WITH, WITHOUT], "fail": [WITH]}},
        "number": {"expression": "1 + 1", "message": "m"},
        "text": {"expression": "object.", "message": "m"},
    }
    assert [(path, problem.fault) for path, problem in mistakes({"expressions": expressions})] == [
        (("wrong", "tests", "pass", 1), "failed-test"),
        (("wrong", "tests", "fail", 0), "failed-test"),
        (("number", "expression"), "broken-expression"),
        (("text", "expression"), "broken-expression"),
    ]
