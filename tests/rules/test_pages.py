"""Each rule of manifests has its page, others may, and what a page shows fails and passes as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

import generator.rules
from generator.checks.stages import STAGES
from generator.rules import RULES, page
from tests.rules.pages import Example, examples

FOLDER = Path(generator.rules.__file__).parent / "pages"
PAGES = {path.stem for path in FOLDER.iterdir()}
NOT_OF_A_MANIFEST = frozenset(
    {
        "crashed-rule",
        *("expired-waiver", "unused-waiver", "forbidden-waiver", "unreadable-waiver", "open-waiver"),
        *("broken-expression", "failed-test"),
    }
)
"""Rules about the checks themselves, or about what the platform file says of them."""


def faults(example: Example) -> set[str]:
    return {found.rule for found in example.findings()}


def test_every_page_is_of_a_rule_and_every_rule_of_manifests_has_one() -> None:
    assert PAGES - set(RULES) == set()
    assert {rule.name for rule in RULES.values() if rule.category in STAGES} - PAGES == set()


@pytest.mark.parametrize("rule", sorted(PAGES))
def test_a_page_says_what_the_table_says(rule: str) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule}\n\n")
    assert RULES[rule].source.split("#")[0].rstrip("/") in text.partition("\n## Source\n")[2]


@pytest.mark.parametrize("rule", sorted({rule for rule in PAGES if RULES[rule].category in STAGES} - NOT_OF_A_MANIFEST))
def test_examples_do_what_the_page_says(rule: str) -> None:
    fails, passes = list(examples(rule, "Fails")), list(examples(rule, "Passes"))
    assert fails
    assert passes
    assert all(rule in faults(example) for example in fails)
    assert all(rule not in faults(example) for example in passes)
