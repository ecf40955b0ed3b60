"""Findings as annotations of a pull request, through the log of a GitHub workflow.

GitHub shows ten errors, ten warnings and ten notices of a step: the worst come first, and the rest is in the log, where
nothing that a file says is taken for a command.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.findings import Finding
from generator.report import text
from generator.report.report import Report

SHOWN = 10
_COMMANDS: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "notice"}
_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_ESCAPES_OF_VALUES = (*_ESCAPES, (":", "%3A"), (",", "%2C"))


def lines(report: Report) -> Iterator[str]:
    told: Counter[str] = Counter()
    rest = []
    for finding in report.findings:
        told[finding.severity] += 1
        if told[finding.severity] > SHOWN:
            rest.append(finding)
            continue
        values = {
            "file": finding.source.file,
            "line": str(finding.source.line),
            "col": str(finding.source.column),
            "title": finding.rule,
        }
        shown = ",".join(f"{name}={_escaped(value, _ESCAPES_OF_VALUES)}" for name, value in values.items())
        yield f"::{_COMMANDS[finding.severity]} {shown}::{_escaped(_body(finding), _ESCAPES)}"
    yield from _inert([*text.findings(rest, report.root), *report.summary])


def _inert(plain: Sequence[str]) -> Iterator[str]:
    """Commands are taken again after a word that the lines cannot hold, since it is made of them."""
    if not any(start in line for line in plain for start in ("::", "##[")):
        yield from plain
        return
    word = hashlib.sha256("\n".join(plain).encode(errors="replace")).hexdigest()[:32]
    yield f"::stop-commands::{word}"
    yield from plain
    yield f"::{word}::"


def _body(finding: Finding) -> str:
    where = f" ({', '.join(finding.environments)})" if finding.environments else ""
    hint = f"\n{text.printable(finding.hint)}" if finding.hint else ""
    return f"{text.printable(finding.message)}{where}{hint}"


def _escaped(value: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for char, code in escapes:
        value = value.replace(char, code)
    return value
