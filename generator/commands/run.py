"""`render` and `validate`: the same run, with and without writing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from msgspec.structs import replace

from generator.commands.reporting import Reporting
from generator.errors import KubecatalogError
from generator.findings import merged
from generator.pipeline import Options, run
from generator.report import Report, json_report, text
from generator.report.progress import progress
from generator.schemas import locations
from generator.shard import Narrow
from generator.starter import schemas
from generator.workspace import Workspace


def render(workspace: Workspace, narrow: Narrow, *, check: bool, overwrite: bool, reporting: Reporting) -> int:
    """Raises KubecatalogError."""
    if any(narrow) and not check:
        raise KubecatalogError("--changed-since and --shard judge a part of the tree", "use them with --check")
    options = Options(write=not check, overwrite=overwrite, changed_since=narrow.changed_since, shard=narrow.shard)
    code = _run(workspace, options, reporting)
    if not check:
        schemas.refresh(workspace.root)
    return code


def validate(
    workspace: Workspace,
    services: Sequence[str],
    environments: Sequence[str],
    against: str,
    kubernetes: str,
    narrow: Narrow,
    reporting: Reporting,
) -> int:
    """`kubernetes` is a version that is to be tried, empty for that of each environment. Raises KubecatalogError."""
    if any(narrow) and services:
        raise KubecatalogError("services are named, and chosen by --changed-since or --shard", "use one of them")
    minor = locations.minor(kubernetes) if kubernetes else ""
    options = Options(
        services=services,
        environments=environments,
        against=against,
        kubernetes=minor,
        changed_since=narrow.changed_since,
        shard=narrow.shard,
    )
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
