"""Each case of `cases/`: exactly what it says is found, in every version that it is about, and what to do."""

from __future__ import annotations

import pytest

from generator.checks.admission import of_manifest
from generator.rules import RULES
from tests.checks.admission.cases import Case, cases

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_exactly_what_is_wrong_is_found(case: Case) -> None:
    assert case.kubernetes
    for minor in case.kubernetes:
        found = of_manifest(case.manifest, minor)
        assert {(problem.fault, problem.field) for problem in found} == case.refused, minor
        assert all(problem.message and problem.hint and RULES[problem.fault] for problem in found)


def test_no_two_cases_have_the_same_name() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)
