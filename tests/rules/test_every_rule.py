"""Every rule that a finding can have is in the table, and everything in the table is a rule of some finding."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import generator
from generator.findings import CATEGORIES
from generator.rules import (
    RULES,
    admission,
    catalog,
    check,
    lifecycle,
    policy,
    reference,
    schema,
    secret,
    tree,
    update,
)
from generator.tools.locate import CHECKOUT
from tests.rules import used

PACKAGE = Path(generator.__file__).parent
SOURCES = [path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "rules"]
MODULES = (admission, catalog, check, lifecycle, policy, reference, schema, secret, tree, update)


def test_every_rule_that_is_told_of_is_in_the_table() -> None:
    made = used.told(SOURCES) | used.of_formats()
    assert len(made) > 450
    assert sorted(made - set(RULES)) == []


def test_every_rule_of_the_table_is_told_of() -> None:
    assert sorted(set(RULES) - used.written(SOURCES) - used.of_formats()) == []


def test_no_rule_has_two_rows() -> None:
    counts = Counter(rule.name for module in MODULES for rule in module.RULES)
    assert [name for name, count in counts.items() if count > 1] == []


def test_a_row_says_what_is_wrong_and_where_that_is_written() -> None:
    for rule in RULES.values():
        assert rule.category in CATEGORIES
        assert re.fullmatch(r"[A-Z/].*[.]", rule.summary), rule
        assert rule.source.startswith("https://") or (CHECKOUT / rule.source.partition("#")[0]).is_file(), rule
