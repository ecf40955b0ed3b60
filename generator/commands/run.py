"""`render` and `validate`: the same run, with and without writing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from generator.errors import FINDINGS
from generator.pipeline import Options, Outcome, run
from generator.report import json_report, text
from generator.report.progress import progress
from generator.workspace import Workspace


def render(workspace: Workspace, *, check: bool, overwrite: bool, form: str) -> int:
    with progress(sys.stderr) as told:
        outcome = run(workspace, Options(write=not check, overwrite=overwrite, progress=told))
    return _report(outcome, form)


def validate(workspace: Workspace, services: Sequence[str], environments: Sequence[str], form: str) -> int:
    with progress(sys.stderr) as told:
        outcome = run(workspace, Options(services=services, environments=environments, progress=told))
    return _report(outcome, form)


def _report(outcome: Outcome, form: str) -> int:
    if form == "json":
        print(json_report.document(outcome.findings, json_report.counts(outcome)))
    else:
        for line in text.findings(outcome.findings):
            print(line)
        print(text.summary(outcome))
    return FINDINGS if outcome.errors else 0
