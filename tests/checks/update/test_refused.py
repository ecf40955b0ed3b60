"""Each case of `cases/`: exactly what it says is refused of the change, and each says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.admission.known import Known
from generator.checks.subject import Cluster, Subject
from generator.checks.update import problems, refusals
from generator.rules import RULES
from tests.checks.update.cases import Case, cases

CASES = list(cases())
CLASSES = {"fast": True, "slow": False}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_exactly_what_is_refused_is_told(case: Case) -> None:
    for minor in case.kubernetes:
        found = list(refusals(minor).problems(case.old, case.new, Known(), CLASSES))
        assert {(problem.fault, problem.field) for problem in found} == case.refused, minor
        assert all(problem.message and problem.hint and RULES[problem.fault] for problem in found)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_stays_as_it_is_is_never_refused(case: Case) -> None:
    again = {**case.old, "metadata": {**case.old["metadata"], "annotations": {"example.com/touched": "yes"}}}
    assert list(refusals("1.36").problems(case.old, again, Known(), CLASSES)) == []


def test_no_two_cases_have_the_same_name() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_a_time_of_deletion_is_refused_also_where_it_was_written_before() -> None:
    old = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "a", "deletionTimestamp": "2024-01-01T00:00:00Z"},
    }
    found = refusals("1.36").problems(old, {**old, "data": {"a": "b"}}, Known(), CLASSES)
    assert [problem.field for problem in found] == ["metadata.deletionTimestamp"]


@pytest.mark.parametrize(("environment", "rules"), [("", ["immutable-field"]), ("prod", [])])
def test_what_a_catalog_leaves_to_the_default_class_may_grow(environment: str, rules: list[str]) -> None:
    old, new = (
        Subject(
            {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {"name": "data"},
                "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}},
            },
            Path("claim.yaml"),
        )
        for size in ("10Gi", "20Gi")
    )
    found = problems([new], Cluster("1.36", Path(), environment, before=[old]))
    assert [problem.fault for _, problem in found] == rules
