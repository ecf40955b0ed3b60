"""Each rule has its page, and what a page shows of manifests fails and passes as it says."""

from __future__ import annotations

import pytest

from generator.checks.stages import STAGES
from generator.rules import RULES, page
from tests.rules.blocks import FOLDER, OF_A_PLATFORM, WITHOUT_EXAMPLE
from tests.rules.pages import Example, examples

PAGES = {path.stem for path in FOLDER.iterdir()}
OF_MANIFESTS = sorted(
    {rule.name for rule in RULES.values() if rule.category in STAGES} - OF_A_PLATFORM - WITHOUT_EXAMPLE
)


def faults(example: Example) -> set[str]:
    """Each in the category of its rule."""
    found = example.findings()
    assert [item for item in found if item.category != RULES[item.rule].category] == []
    return {item.rule for item in found}


def test_every_rule_has_a_page_and_every_page_is_of_a_rule() -> None:
    assert sorted(set(RULES) - PAGES) == []
    assert sorted(PAGES - set(RULES)) == []


def test_a_page_without_example_says_why() -> None:
    assert {rule for rule in PAGES if "\n## Without example\n" in page(rule)} == WITHOUT_EXAMPLE
    assert not any(f"\n## {part}\n" in page(rule) for rule in WITHOUT_EXAMPLE for part in ("Fails", "Passes"))


@pytest.mark.parametrize("rule", sorted(PAGES))
def test_a_page_says_what_the_table_says(rule: str) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule}\n\n")
    assert RULES[rule].source.split("#")[0].rstrip("/") in text.partition("\n## Source\n")[2]


@pytest.mark.parametrize("rule", OF_MANIFESTS)
def test_examples_do_what_the_page_says(rule: str) -> None:
    fails, passes = list(examples(rule, "Fails")), list(examples(rule, "Passes"))
    assert fails
    assert passes
    assert all(rule in faults(example) for example in fails)
    assert all(rule not in faults(example) for example in passes)
