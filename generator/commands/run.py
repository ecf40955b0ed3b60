"""`render` and `validate`: the same run, with and without writing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from generator.commands.reporting import Reporting
from generator.findings import merged
from generator.pipeline import Options, run
from generator.report import Report, json_report, text
from generator.report.progress import progress
from generator.schemas import locations
from generator.workspace import Workspace


def render(workspace: Workspace, *, check: bool, overwrite: bool, reporting: Reporting) -> int:
    return _run(workspace, Options(write=not check, overwrite=overwrite), reporting)


def validate(
    workspace: Workspace,
    services: Sequence[str],
    environments: Sequence[str],
    against: str,
    kubernetes: str,
    reporting: Reporting,
) -> int:
    """`kubernetes` is a version that is to be tried, empty for that of each environment. Raises KubecatalogError."""
    minor = locations.minor(kubernetes) if kubernetes else ""
    options = Options(services=services, environments=environments, against=against, kubernetes=minor)
    return _run(workspace, options, reporting)


def _run(workspace: Workspace, options: Options, reporting: Reporting) -> int:
    with progress(sys.stderr) as told:
        outcome = run(workspace, replace(options, progress=told))
        outcome.findings = reporting.chosen(outcome.findings)
        repairs = reporting.repaired(workspace.root, outcome.findings)
    if repairs:
        print(f"{repairs} repair{'' if repairs == 1 else 's'} made", file=sys.stderr)
        return _run(workspace, options, reporting.without_repairs())
    found = merged(outcome.findings)
    report = Report(found, json_report.counts(outcome), text.summary(outcome, len(found)), workspace.root)
    whole = not (
        options.services or options.environments or options.kubernetes or options.changed_since or options.shard
    )
    return reporting.show(report, looked_at=lambda _: whole)
