"""Generated files that are not what the catalog makes (category `drift`), and files of the tool's own (`tree`)."""

from __future__ import annotations

from generator.findings import Severity
from generator.rules.rule import Rule

_OWNERSHIP = "docs/decisions/0002-digest-in-the-header.md"
_COMMANDS = "docs/reference/commands.md"


def _drift(name: str, summary: str, source: str = _COMMANDS) -> Rule:
    return Rule(name, "drift", summary, source)


def _tree(name: str, severity: Severity, summary: str) -> Rule:
    return Rule(name, "tree", summary, _COMMANDS, severity)


RULES = (
    _drift("missing-file", "A generated file that is not there."),
    _drift("outdated-file", "A generated file that the catalog would make otherwise by now."),
    _drift("orphaned-file", "A generated file that the catalog makes no more."),
    _drift("edited-file", "A generated file that somebody changed by hand.", _OWNERSHIP),
    _drift("foreign-file", "A file of somebody else where a generated one belongs.", _OWNERSHIP),
    _tree("stale-baseline", "info", "A baseline that names findings which are fixed by now."),
)
