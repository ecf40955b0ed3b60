"""Files of manifests, without a catalog -> findings of every category that looks at manifests, at their own lines."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks import admission, schema, shares, stages
from generator.checks.alike import Results
from generator.checks.combined import combined
from generator.checks.subject import Cluster, Subject
from generator.checks.waivers import of_manifests, waived
from generator.findings import Finding
from generator.schemas.add import write
from generator.schemas.locations import own_crds
from generator.schemas.pieces import Pieces
from generator.workspace import Workspace


class Judged(Struct):
    """`findings` are in the files that were read. `checked` counts manifests; `skipped` says of how many something was
    not checked, by reason."""

    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=Pieces)
    """Of the files, for whoever looks into them again."""
    excused: int = 0
    """Findings that annotations of their objects take out."""


def judge(workspace: Workspace, files: Sequence[Path], cluster: Cluster, scratch: Path, valid: Results) -> Judged:
    """`valid` is what kubeconform says of the files. Raises ToolError."""
    judged = Judged()
    judging = cluster

    def meet(found: list[Subject]) -> Cluster:
        nonlocal judging
        judging = replace(cluster, root=_defined(found, workspace.root, scratch), classes=found)
        return judging

    with shares.second(files, cluster) as other, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(valid)
        share = shares.judged(files, judged.pieces, meet, other)
        between, unknown = stages.references(share.subjects, cluster, share.summaries)
        judged.checked, results = waiting.result()
    gc.unfreeze()
    if judging.root != workspace.root and any(result.status == "no-schema" for result in results):
        results = schema.results(workspace, dict.fromkeys(files, cluster.kubernetes), judging.root)
        judged.checked = len(results)
    of_schema = [finding for result in results for finding in schema.describe(result)]
    kinds = Counter(
        f"no schema for {found.kind} of {found.api_version}" for found in results if found.status == "no-schema"
    )
    judged.skipped = {**kinds, **unknown}
    others = [*share.unread, *share.found, *between]
    everything = combined(of_schema, others, lambda kind: admission.knows(*kind, cluster.kubernetes))
    waivers, unread = of_manifests(share.subjects)
    kept = waived(everything, waivers, date.today())
    judged.excused = len(kept.excused)
    judged.findings = [*kept.kept, *kept.own, *unread]
    return judged


def _defined(subjects: Sequence[Subject], root: Path, scratch: Path) -> Path:
    """The root that has the repository's own schemas, and those of the CRDs that are among the manifests."""
    found = [subject for subject in subjects if subject.kind == "CustomResourceDefinition"]
    folder = scratch / "schemas" / "crds"
    written = [path for subject in found for path in _schemas_of(subject, folder)]
    if not written:
        return root
    for path in own_crds(root):
        target = folder / path.parent.name / path.name
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            target.symlink_to(path)
    return scratch


def _schemas_of(subject: Subject, folder: Path) -> list[Path]:
    """Nothing of a definition that is none: admission says what is wrong with it."""
    try:
        return write([(subject.manifest, subject.file.name)], folder)
    except (KeyError, TypeError, AttributeError, RecursionError):
        return []
