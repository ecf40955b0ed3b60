"""The page for a security team names every rule on Secrets that there is, and no other."""

from __future__ import annotations

import re

from generator.tools.locate import CHECKOUT
from tests.rules import used

PAGE = CHECKOUT / "docs" / "secrets-security.md"

_SOURCES = (
    *(CHECKOUT / "generator" / "secrets").rglob("*.py"),
    CHECKOUT / "generator" / "checks" / "secret.py",
    CHECKOUT / "generator" / "commands" / "secrets" / "check.py",
)
_OF_THE_READER = {"merge-conflict", "several-documents"}
"""Rules of whoever reads YAML that are passed on as they are."""


def test_every_rule_has_its_line() -> None:
    made = used.told(_SOURCES) | _OF_THE_READER
    assert len(made) > 60
    part = PAGE.read_text().partition("\n## Every check\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    named = [rule for cell in cells for rule in re.findall(r"`([^`]+)`", cell)]
    assert sorted(named) == sorted(made)
