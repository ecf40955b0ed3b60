"""The one table of rules: what a finding's `rule` means. Each has a page in `pages/`, with examples that tests run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.rules import admission, catalog, check, lifecycle, policy, reference, schema, secret, tree, update
from generator.rules.rule import Rule

__all__ = ["RULES", "Rule", "page"]

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        *(*check.RULES, *admission.RULES, *update.RULES),
        *(*reference.RULES, *policy.RULES, *lifecycle.RULES),
        *(*catalog.RULES, *schema.RULES, *secret.RULES, *tree.RULES),
    )
}


def page(name: str) -> str:
    """The Markdown page of a rule."""
    return (Path(__file__).parent / "pages" / f"{name}.md").read_text()
