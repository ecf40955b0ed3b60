"""Findings as a GitLab code quality report, a JSON array: https://docs.gitlab.com/ci/testing/code_quality/"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.report.fingerprints import fingerprints
from generator.report.report import Report

_SEVERITIES: Mapping[str, str] = {"error": "critical", "warning": "minor", "info": "info"}


def lines(report: Report) -> Iterator[str]:
    found = [
        {
            "description": f"{finding.message}{f'; {finding.hint}' if finding.hint else ''}",
            "check_name": finding.rule,
            "fingerprint": mark,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": finding.source.file, "lines": {"begin": finding.source.line}},
        }
        for finding, mark in fingerprints(report.findings)
    ]
    yield json.dumps(found, indent=2)
