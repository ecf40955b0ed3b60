"""Findings as SARIF 2.1.0, within what GitHub's code scanning takes.

https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from generator import __version__
from generator.findings import Finding
from generator.json_types import JsonMap
from generator.report.fingerprints import fingerprints
from generator.report.report import Report
from generator.rules import RULES, Rule, page

MOST = 5_000
"""Results that GitHub shows of a run; it takes the first ones, which are the worst here."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "note"}


def lines(report: Report) -> Iterator[str]:
    shown = report.findings[:MOST]
    names = sorted({finding.rule for finding in shown})
    numbers = {name: number for number, name in enumerate(names)}
    left = len(report.findings) - len(shown)
    notes = [f"{left} more findings are not shown; `--format json` lists all"] if left else []
    run = {
        "tool": {
            "driver": {"name": "kubecatalog", "semanticVersion": __version__, "rules": list(_rules(names, shown))}
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": text}} for text in [*report.summary, *notes]
                ],
            }
        ],
        "results": [_result(finding, mark, numbers) for finding, mark in fingerprints(shown)],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rules(names: Iterable[str], findings: Iterable[Finding]) -> Iterator[JsonMap]:
    categories = {finding.rule: finding.category for finding in findings}
    for name in names:
        known = RULES.get(name)
        text = known.summary if known else name.replace("-", " ").capitalize()
        rule: JsonMap = {
            "id": name,
            "shortDescription": {"text": text},
            "fullDescription": {"text": text},
            "help": _help(name, known, text),
            "properties": {"tags": [categories[name]]},
        }
        if known:
            rule["defaultConfiguration"] = {"level": _LEVELS[known.severity]}
            if known.source.startswith("https://"):  # a path is no URI that a reader could follow
                rule["helpUri"] = known.source
        yield rule


def _help(name: str, known: Rule | None, text: str) -> JsonMap:
    """GitHub wants it, and shows the Markdown where there is some."""
    if known is None:
        return {"text": text}
    own = page(name)
    return {"text": f"{text} See {known.source}.", **({"markdown": own} if own else {})}


def _result(finding: Finding, mark: str, numbers: Mapping[str, int]) -> JsonMap:
    where = f" ({', '.join(finding.environments)})" if finding.environments else ""
    region = {"startLine": finding.source.line, "startColumn": finding.source.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}{where}{f'. {finding.hint}' if finding.hint else ''}"},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(finding.source.file), "region": region}}],
        "partialFingerprints": {"kubecatalog/v1": mark},
    }


def _artifact(path: str) -> JsonMap:
    from urllib.parse import quote

    if path.startswith("/"):
        return {"uri": f"file://{quote(path)}"}
    return {"uri": quote("stdin" if path == "-" else path), "uriBaseId": "SRCROOT"}
