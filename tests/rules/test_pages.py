"""Each rule of the table has its page, and what the page shows fails and passes as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

import generator.rules
from generator.rules import RULES, page
from tests.rules.pages import Example, examples

FOLDER = Path(generator.rules.__file__).parent / "pages"
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


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_page_says_what_the_table_says(rule: str) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule}\n\n")
    assert RULES[rule].source.split("#")[0].rstrip("/") in text.partition("\n## Source\n")[2]


@pytest.mark.parametrize("rule", sorted(set(RULES) - NOT_OF_A_MANIFEST))
def test_examples_do_what_the_page_says(rule: str) -> None:
    fails, passes = list(examples(rule, "Fails")), list(examples(rule, "Passes"))
    assert fails
    assert passes
    assert all(rule in faults(example) for example in fails)
    assert all(rule not in faults(example) for example in passes)
