"""`check`: any manifests, without a catalog: files, folders, kustomizations, standard input."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checks import loose
from generator.checks.gather import SUFFIXES, Files, gather
from generator.checks.subject import Cluster, Subject
from generator.errors import FINDINGS, KubecatalogError
from generator.findings import Finding
from generator.report import json_report, text
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
    form: str = "text"


def run(workspace: Workspace, paths: Sequence[str], options: Options) -> int:
    started = time.monotonic()
    version = locations.minor(options.version) if options.version else locations.versions()[-1]
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as folder:
        files = gather(workspace, paths, Path(folder, "new"))
        before = _before(workspace, options, Path(folder, "old"))
        cluster = Cluster(version, workspace.root, pod_security=options.pod_security, before=before)
        judged = loose.judge(workspace, files.shown, cluster)
    judged.findings += files.findings
    if not judged.checked and not judged.findings:
        raise KubecatalogError(f"there are no manifests in {', '.join(paths)}", f"files end with {', '.join(SUFFIXES)}")
    judged.findings.sort(key=Finding.sort_key)
    _report(files, judged, version, time.monotonic() - started, options.form)
    return FINDINGS if any(finding.severity == "error" for finding in judged.findings) else 0


def _before(workspace: Workspace, options: Options, scratch: Path) -> list[Subject] | None:
    if not options.against:
        return None
    subjects, unread = loose.read(gather(workspace, [options.against], scratch).shown)
    if unread:
        raise KubecatalogError(
            f"{unread[0].source.file} {unread[0].message}", "name what the cluster has with --against"
        )
    return subjects


def _report(files: Files, judged: loose.Judged, version: str, seconds: float, form: str) -> None:
    if form == "json":
        counts = {"kubernetes": version, "files": len(files.shown), "checked": judged.checked, "skipped": 0}
        print(json_report.document(judged.findings, {**counts, "seconds": round(seconds, 3)}))
        return
    for line in text.findings(judged.findings):
        print(line)
    amount = f"{judged.checked:,} manifest{'' if judged.checked == 1 else 's'} checked"
    found = f"{len(judged.findings)} finding{'' if len(judged.findings) == 1 else 's'}"
    print(f"{amount} for Kubernetes {version}, 0 skipped, {found} in {seconds:.2f} s")
