"""Findings and counts -> what people or other programs read. Only this folder and the command line print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from generator.report.report import Report

__all__ = ["FORMS", "Report", "lines"]

FORMS: Mapping[str, str] = {
    "text": "text",
    "json": "json_report",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
}
"""The module of each form: its function `lines` makes them of a report."""


def lines(report: Report, form: str) -> Iterator[str]:
    """A report in one of FORMS."""
    found: Iterator[str] = import_module(f"generator.report.{FORMS[form]}").lines(report)
    return found
