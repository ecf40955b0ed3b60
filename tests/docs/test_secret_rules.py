"""The page for a security team names every rule on Secrets that there is, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from generator.tools.locate import CHECKOUT

PAGE = CHECKOUT / "docs" / "secrets-security.md"

_SOURCES = (
    *(CHECKOUT / "generator" / "secrets").rglob("*.py"),
    CHECKOUT / "generator" / "checks" / "secret.py",
    CHECKOUT / "generator" / "commands" / "secrets" / "check.py",
)
_MAKERS = {"at", "fault", "Fault", "Finding", "Leak", "Shared", "Wrong"}
"""Whose first argument is a rule."""

_OF_THE_READER = {"merge-conflict", "several-documents"}
"""Rules of whoever reads YAML that are passed on as they are."""

_RULE = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def _rules(source: Path) -> Iterator[str]:
    tree = ast.parse(source.read_text())
    names: dict[str, ast.expr] = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in _MAKERS:
            first = node.args[0]
            value = names.get(first.id, first) if isinstance(first, ast.Name) else first
            if isinstance(value, ast.Constant) and _RULE.fullmatch(str(value.value)):
                yield str(value.value)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_rule_has_its_line() -> None:
    made = {rule for source in _SOURCES for rule in _rules(source)} | _OF_THE_READER
    assert len(made) > 60
    part = PAGE.read_text().partition("\n## Every check\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    named = [rule for cell in cells for rule in re.findall(r"`([^`]+)`", cell)]
    assert sorted(named) == sorted(made)
