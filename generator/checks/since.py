"""What git has at a commit, and what is rendered now -> findings of `update` about the overlays that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.cache.committed import Committed
from generator.catalog.load import PLATFORM_FILE
from generator.checks import stages
from generator.checks.clusters import cluster_of
from generator.checks.made import Made
from generator.checks.schema import Tracer
from generator.checks.subject import Cluster, Subject
from generator.findings import Finding, Manifest, Source
from generator.inputs import Inputs
from generator.render.committed import rendered
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.schemas import locations
from generator.tools.locate import tool
from generator.tree.folders import overlay_folder
from generator.workspace import Workspace


def findings(
    workspace: Workspace, inputs: Inputs, had: Committed, made: Made, scratch: Path, scope: Scope
) -> Iterator[tuple[str, Finding]]:
    """The unit and the finding of each change that a cluster would refuse, or that hurts. Raises ToolError."""
    wanted = _wanted(had, inputs, made)
    before, overlays = _before(workspace, had, wanted, scratch)
    now = made.by_environment()
    tracer = Tracer(inputs, scope)
    for name, subjects in before.items():
        # What has not changed is there, too: a Service, or pods, of a unit that nobody touched.
        same = [subject for subject in now.get(name, ()) if made.overlays[subject.file].unit not in wanted[name]]
        cluster = replace(_cluster(inputs, name, workspace.root), before=[*subjects, *same])
        for _, finding in stages.findings(now.get(name, []), cluster, ("update",)):
            path = Path(finding.source.file)
            overlay = made.overlays.get(path) or overlays[path]
            where = finding.manifest or Manifest()
            source = Source(PLATFORM_FILE)
            if overlay.unit in inputs.entries and name in inputs.catalog.environments:
                source = tracer.source(overlay, where)
            yield overlay.unit, replace(finding, source=source)


def _wanted(had: Committed, inputs: Inputs, made: Made) -> dict[str, list[str]]:
    """By environment, the units that were made and are not what they were, and those that are gone."""
    wanted: dict[str, list[str]] = {}
    for unit in sorted({overlay.unit for overlay in made.overlays.values()}):
        for name in had.differing(unit, inputs.entries[unit].trees):
            wanted.setdefault(name, []).append(unit)
    for name, unit in had.gone(inputs.entries):
        wanted.setdefault(name, []).append(unit)
    return wanted


def _cluster(inputs: Inputs, name: str, root: Path) -> Cluster:
    """Of an environment, also of one that is not in the platform file any more."""
    environment = inputs.catalog.environments.get(name)
    return cluster_of(environment, root) if environment else Cluster(locations.versions()[-1], root, name)


def _before(
    workspace: Workspace, had: Committed, wanted: Mapping[str, Sequence[str]], scratch: Path
) -> tuple[dict[str, list[Subject]], dict[Path, Overlay]]:
    """What there was: the manifests by environment, and by their files the overlays that they come from."""
    before: dict[str, list[Subject]] = {}
    overlays: dict[Path, Overlay] = {}
    if not wanted:
        return before, overlays
    kustomize = tool("kustomize", workspace.root, workspace.tool_environ)
    for name, unit, manifests in rendered(had.repo, had.commit, wanted, kustomize, scratch, workspace.go_environ):
        path = scratch / "rendered" / name / f"{unit}.yaml"
        overlays[path] = Overlay(name, unit, overlay_folder(name, unit), [])
        subjects = [Subject(manifest, path, place) for place, manifest in enumerate(manifests)]
        before.setdefault(name, []).extend(subjects)
    return before, overlays
