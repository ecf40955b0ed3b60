"""Findings as JUnit XML: a suite for each category, in which each finding is a test that failed.

What is no error is a test that passed and said something, so that only errors turn a build red.
https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from generator.findings import CATEGORIES, Finding
from generator.report.report import Report

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold: https://www.w3.org/TR/xml/#charsets"""


def lines(report: Report) -> Iterator[str]:
    ordered = sorted(report.findings, key=lambda finding: CATEGORIES.index(finding.category))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="kubecatalog" {_numbers(report.findings)}>'
    for category, found in groupby(ordered, key=lambda finding: finding.category):
        yield from _suite(category, list(found))
    if not report.findings:
        yield '  <testsuite name="kubecatalog" tests="1" failures="0">'
        name = _attribute(report.summary[0] if report.summary else "nothing found")
        yield f'    <testcase name={name} classname="kubecatalog"/>'
        yield "  </testsuite>"
    yield "</testsuites>"


def _suite(category: str, found: Sequence[Finding]) -> Iterator[str]:
    yield f'  <testsuite name="{category}" {_numbers(found)}>'
    for finding in found:
        name = _attribute(f"{finding.rule} {finding.source}")
        yield f"    <testcase name={name} classname={_attribute(finding.source.file)}>"
        where = f" ({', '.join(finding.environments)})" if finding.environments else ""
        body = "\n".join(part for part in (f"{finding.source}: {finding.message}{where}", finding.hint) if part)
        if finding.severity == "error":
            yield f'      <failure type="{finding.rule}" message={_attribute(finding.message)}>{_text(body)}</failure>'
        else:
            yield f"      <system-out>{_text(f'{finding.severity}: {body}')}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _numbers(found: Sequence[Finding]) -> str:
    failures = sum(finding.severity == "error" for finding in found)
    return f'tests="{max(len(found), 1)}" failures="{failures}"'


def _attribute(value: str) -> str:
    return quoteattr(_UNFIT.sub("\ufffd", value))


def _text(value: str) -> str:
    return escape(_UNFIT.sub("\ufffd", value))
