"""Files of manifests, without a catalog -> findings of every category that looks at manifests, at their own lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator.catalog.yaml_source import locate
from generator.checks import admission, schema, stages
from generator.checks.combined import combined
from generator.checks.gather import is_rendered
from generator.checks.reading import read
from generator.checks.subject import Cluster, Subject
from generator.checks.waivers import of_manifests, waived
from generator.findings import Finding, Source
from generator.json_types import parsed
from generator.schemas.add import write
from generator.schemas.locations import own_crds
from generator.workspace import Workspace


@dataclass(slots=True)
class Judged:
    """`checked` counts manifests; `skipped` says of how many something was not checked, by reason."""

    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    excused: int = 0
    """Findings that annotations of their objects take out."""


def judge(workspace: Workspace, shown: Mapping[Path, str], cluster: Cluster, scratch: Path) -> Judged:
    """`shown` maps each file to the name by which the user knows it. Raises ToolError."""
    judged = Judged()
    versions = dict.fromkeys(shown, cluster.kubernetes)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(schema.results, workspace, versions)
        subjects, unread = read(shown)
        defined = _defined(subjects, workspace.root, scratch)
        found = [finding for _, finding in stages.findings(subjects, replace(cluster, root=defined))]
        results = waiting.result()
    if defined != workspace.root and any(result.status == "no-schema" for result in results):
        results = schema.results(workspace, versions, defined)
    of_schema = [finding for result in results for finding in schema.describe(result)]
    judged.checked = len(results)
    unknown = Counter(
        f"no schema for {found.kind} of {found.api_version}" for found in results if found.status == "no-schema"
    )
    judged.skipped = dict(unknown)
    places = Places({str(path): name for path, name in shown.items()})
    everything = combined(of_schema, [*unread, *found], lambda kind: admission.knows(*kind, cluster.kubernetes))
    waivers, unread = of_manifests(subjects)
    kept = waived(everything, waivers, date.today())
    judged.excused = len(kept.excused)
    judged.findings = [places.placed(finding) for finding in (*kept.kept, *kept.own, *unread)]
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


@dataclass(slots=True)
class Places:
    """Findings at files -> findings at the lines of what the user knows. A file is read only where there is one."""

    shown: Mapping[str, str]
    _texts: dict[str, bytes] = field(default_factory=dict)

    def placed(self, finding: Finding) -> Finding:
        path = finding.source.file
        shown = self.shown.get(path, path)
        if is_rendered(shown):
            return replace(finding, source=Source(shown))
        if path not in self._texts:
            self._texts = {path: Path(path).read_bytes()}
        manifest = finding.manifest
        at = parsed(manifest.field) if manifest else ()
        document = (manifest.document if manifest else 0) or 0
        key = finding.rule == "unknown-field"
        return replace(finding, source=Source(shown, *locate(self._texts[path], at, key=key, document=document)))
