"""`render` and `validate`: the same run, with and without writing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from generator.commands.reporting import Reporting
from generator.pipeline import Options, Outcome, run
from generator.report import Report, json_report, text
from generator.report.progress import progress
from generator.workspace import Workspace


def render(workspace: Workspace, *, check: bool, overwrite: bool, reporting: Reporting) -> int:
    with progress(sys.stderr) as told:
        outcome = run(workspace, Options(write=not check, overwrite=overwrite, progress=told))
    return _report(workspace, outcome, reporting)


def validate(
    workspace: Workspace, services: Sequence[str], environments: Sequence[str], against: str, reporting: Reporting
) -> int:
    with progress(sys.stderr) as told:
        options = Options(services=services, environments=environments, against=against, progress=told)
        outcome = run(workspace, options)
    return _report(workspace, outcome, reporting)


def _report(workspace: Workspace, outcome: Outcome, reporting: Reporting) -> int:
    outcome.findings = reporting.chosen(outcome.findings)
    report = Report.of(outcome.findings, json_report.counts(outcome), text.summary(outcome), workspace.root)
    return reporting.show(report)
