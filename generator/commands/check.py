"""`check`: any manifests, without a catalog: files, folders, kustomizations, standard input."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.checks import alike
from generator.checks.gather import SUFFIXES, Files, gather
from generator.checks.places import Places
from generator.checks.reading import read
from generator.checks.subject import Cluster, Subject
from generator.commands.reporting import Reporting
from generator.errors import KubecatalogError
from generator.findings import merged
from generator.report import Report, text
from generator.schemas import locations
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.checks.loose import Judged

MEMORY = "/dev/shm"
"""Standard input and rendered output may hold secrets in the clear: they stay in memory where there is such a place."""


class Options(Struct, frozen=True):
    """`against` is what the cluster has now: a path, as those that are checked."""

    version: str = ""
    against: str = ""
    pod_security: str = ""


def run(workspace: Workspace, paths: Sequence[str], options: Options, reporting: Reporting) -> int:
    started = time.monotonic()
    version, note = _version(options)
    with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as folder:
        files = gather(workspace, paths, Path(folder, "new"))
        _leave_out(files, reporting.baseline)
        before = _before(workspace, options, Path(folder, "old"))
        standard = f"{options.pod_security}:v{_minor(options.version)}" if note else options.pod_security
        cluster = Cluster(version, workspace.root, pod_security=standard, before=before)
        with alike.judging(workspace, list(files.shown), version, Path(folder)) as valid:
            from generator.checks import loose  # it imports much, and kubeconform is at work meanwhile

            judged = loose.judge(workspace, list(files.shown), cluster, Path(folder), valid)
        places = Places(files.shown, files.origins, workspace.root, judged.pieces)
        judged.findings = reporting.chosen(judged.findings)
        judged.findings, untold = places.first(judged.findings, reporting.most or len(judged.findings))
    judged.findings += reporting.chosen(files.findings)
    if not judged.checked and not judged.findings and not files.findings:
        raise KubecatalogError(f"there are no manifests in {', '.join(paths)}", f"files end with {', '.join(SUFFIXES)}")
    repairs = reporting.repaired(workspace.root, judged.findings)
    if repairs:
        print(f"{repairs} repair{'' if repairs == 1 else 's'} made", file=sys.stderr)
        return run(workspace, paths, options, reporting.without_repairs())
    judged.skipped |= {note: judged.checked} if note else {}
    report = _report(files, judged, untold, version, time.monotonic() - started, workspace.root)
    return reporting.show(report, looked_at=lambda file: any(_is_below(file, path) for path in paths))


def _is_below(file: str, path: str) -> bool:
    """Whether a path that was given has a file in it, which may be gone by now."""
    folder = os.path.normpath(path)
    return folder in (".", file) or file.startswith(f"{folder}{os.sep}")


def _leave_out(files: Files, baseline: Path | None) -> None:
    """A baseline may lie among what it is about."""
    if baseline is not None:
        own = [path for path in files.shown if path.name == baseline.name and path.resolve() == baseline.resolve()]
        for path in own:
            del files.shown[path]


def _version(options: Options) -> tuple[str, str]:
    """The minor version to judge for, and what has to be said of it.

    Pod Security Standards are known of every version: where one is asked for, all else is judged for the oldest version
    that there are schemas for. Raises KubecatalogError for a version that is not known.
    """
    known = locations.versions()
    if not options.version:
        return known[-1], ""
    if options.pod_security and _minor(options.version) not in known and _is_older(_minor(options.version), known[0]):
        return known[0], f"no schemas for Kubernetes {options.version}: all but Pod Security is judged for {known[0]}"
    return locations.minor(options.version), ""


def _minor(version: str) -> str:
    return ".".join(version.removeprefix("v").split(".")[:2])


def _is_older(version: str, other: str) -> bool:
    numbers = [part for part in version.split(".") if part.isdecimal()]
    return len(numbers) == 2 and [int(part) for part in numbers] < [int(part) for part in other.split(".")]


def _before(workspace: Workspace, options: Options, scratch: Path) -> list[Subject] | None:
    if not options.against:
        return None
    subjects, unread = read(gather(workspace, [options.against], scratch).shown)
    if unread:
        raise KubecatalogError(
            f"{unread[0].source.file} {unread[0].message}", "name what the cluster has with --against"
        )
    return subjects


def _report(files: Files, judged: Judged, untold: int, version: str, seconds: float, root: Path) -> Report:
    skipped = judged.skipped
    counts = {
        "kubernetes": version,
        "files": len(files.shown),
        "checked": judged.checked,
        "skipped": sum(skipped.values()),
        "skippedReasons": skipped,
        "seconds": round(seconds, 3),
    }
    found = merged(judged.findings)
    summary = text.summary_of_manifests(judged.checked, version, skipped, len(found) + untold, seconds)
    return Report(found, counts, summary, root, untold=untold)
