"""`check`: any manifests, without a catalog: files, folders, kustomizations, standard input."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checks import loose
from generator.checks.gather import SUFFIXES, Files, gather
from generator.checks.reading import read
from generator.checks.subject import Cluster, Subject
from generator.commands.reporting import Reporting
from generator.errors import KubecatalogError
from generator.report import Report, text
from generator.schemas import locations
from generator.workspace import Workspace

MEMORY = "/dev/shm"
"""Standard input and rendered output may hold secrets in the clear: they stay in memory where there is such a place."""


@dataclass(frozen=True, slots=True)
class Options:
    """`against` is what the cluster has now: a path, as those that are checked."""

    version: str = ""
    against: str = ""
    pod_security: str = ""


def run(workspace: Workspace, paths: Sequence[str], options: Options, reporting: Reporting) -> int:
    started = time.monotonic()
    version = locations.minor(options.version) if options.version else locations.versions()[-1]
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as folder:
        files = gather(workspace, paths, Path(folder, "new"))
        before = _before(workspace, options, Path(folder, "old"))
        cluster = Cluster(version, workspace.root, pod_security=options.pod_security, before=before)
        judged = loose.judge(workspace, files.shown, cluster, Path(folder))
    judged.findings += files.findings
    if not judged.checked and not judged.findings:
        raise KubecatalogError(f"there are no manifests in {', '.join(paths)}", f"files end with {', '.join(SUFFIXES)}")
    judged.findings = reporting.chosen(judged.findings)
    repairs = reporting.repaired(workspace.root, judged.findings)
    if repairs:
        print(f"{repairs} repair{'' if repairs == 1 else 's'} made", file=sys.stderr)
        return run(workspace, paths, options, reporting.without_repairs())
    return reporting.show(_report(files, judged, version, time.monotonic() - started, workspace.root))


def _before(workspace: Workspace, options: Options, scratch: Path) -> list[Subject] | None:
    if not options.against:
        return None
    subjects, unread = read(gather(workspace, [options.against], scratch).shown)
    if unread:
        raise KubecatalogError(
            f"{unread[0].source.file} {unread[0].message}", "name what the cluster has with --against"
        )
    return subjects


def _report(files: Files, judged: loose.Judged, version: str, seconds: float, root: Path) -> Report:
    skipped = judged.skipped
    counts = {
        "kubernetes": version,
        "files": len(files.shown),
        "checked": judged.checked,
        "skipped": sum(skipped.values()),
        "skippedReasons": skipped,
        "seconds": round(seconds, 3),
    }
    summary = text.summary_of_manifests(judged.checked, version, skipped, len(judged.findings), seconds)
    return Report.of(judged.findings, counts, summary, root)
