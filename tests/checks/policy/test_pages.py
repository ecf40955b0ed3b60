"""Each check is in the table of rules, and its page shows manifests that a server takes."""

from __future__ import annotations

import pytest

from generator.checks import admission
from generator.checks.policy import lint, pod_security
from generator.rules.policy import RULES
from generator.schemas.locations import minor
from tests.rules.pages import examples

NAMES = [rule.name for rule in RULES]
OF_THE_PLATFORM = frozenset(("expired-waiver", "unused-waiver", "unreadable-waiver"))


def test_each_check_is_in_the_table() -> None:
    modules = [*pod_security.CHECKS, *lint.OF_PODS, *lint.OF_MANIFESTS]
    assert sorted(module.RULE for module in modules) == sorted(set(NAMES) - OF_THE_PLATFORM)


@pytest.mark.parametrize("rule", sorted(set(NAMES) - OF_THE_PLATFORM))
def test_a_server_takes_what_a_page_shows(rule: str) -> None:
    for part in ("Fails", "Passes"):
        for example in examples(rule, part):
            for subject in example.subjects:
                assert admission.of_manifest(subject.manifest, minor(example.cluster.kubernetes)) == []
