"""`render` and `validate`: the same run, with and without writing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from generator.commands.reporting import Reporting
from generator.pipeline import Options, run
from generator.report import Report, json_report, text
from generator.report.progress import progress
from generator.workspace import Workspace


def render(workspace: Workspace, *, check: bool, overwrite: bool, reporting: Reporting) -> int:
    return _run(workspace, Options(write=not check, overwrite=overwrite), reporting)


def validate(
    workspace: Workspace, services: Sequence[str], environments: Sequence[str], against: str, reporting: Reporting
) -> int:
    return _run(workspace, Options(services=services, environments=environments, against=against), reporting)


def _run(workspace: Workspace, options: Options, reporting: Reporting) -> int:
    with progress(sys.stderr) as told:
        outcome = run(workspace, replace(options, progress=told))
        outcome.findings = reporting.chosen(outcome.findings)
        repairs = reporting.repaired(workspace.root, outcome.findings)
    if repairs:
        print(f"{repairs} repair{'' if repairs == 1 else 's'} made", file=sys.stderr)
        return _run(workspace, options, reporting.without_repairs())
    report = Report.of(outcome.findings, json_report.counts(outcome), text.summary(outcome), workspace.root)
    return reporting.show(report)
