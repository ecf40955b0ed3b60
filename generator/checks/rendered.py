"""Rendered overlays -> findings of every category that looks at manifests, each at the catalog's line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.checks import admission, schema, stages
from generator.checks.admission.known import HELD_AGAINST
from generator.checks.clusters import cluster_of
from generator.checks.combined import combined
from generator.checks.made import Made
from generator.checks.schema import Tracer
from generator.checks.subject import Subject
from generator.findings import Finding, Manifest
from generator.inputs import Inputs
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.workspace import Workspace

if TYPE_CHECKING:  # needed for many
    from generator.checks.many import Results

_SOME = 3
"""Overlays that have most of what others have."""

_MANY = 200
"""Overlays that are worth a look at what of them is alike."""

_CATEGORIES = tuple(name for name in stages.STAGES if name not in ("update", "reference"))
"""What is compared with what was is told by `since`, what is held against all other objects by `connected`."""


def findings(
    workspace: Workspace,
    inputs: Inputs,
    made: Made,
    scope: Scope,
    stack: ExitStack,
) -> Iterator[tuple[Overlay, Finding]]:
    """Of the categories that judge each manifest by itself. It has begun when this comes back, and goes on in other
    processes until the first finding is asked for, or the `stack` is closed. Raises ToolError."""
    environments = inputs.catalog.environments
    versions = {path: environments[overlay.environment].kubernetes for path, overlay in made.overlays.items()}
    judge = partial(_others, workspace, inputs, _classes(made))
    if len(versions) >= _MANY:
        from generator.checks import many

        return _told(inputs, made, scope, versions, many.begun(workspace, made, versions, judge, stack))
    waiting = stack.enter_context(ThreadPoolExecutor(1)).submit(schema.results, workspace, versions)
    found = judge(made)
    return _told(inputs, made, scope, versions, lambda: (waiting.result(), found))


def _told(
    inputs: Inputs, made: Made, scope: Scope, versions: Mapping[Path, str], results: Results
) -> Iterator[tuple[Overlay, Finding]]:
    overlays = made.overlays
    of_kubeconform, found = results()
    of_schema = [
        finding for result in of_kubeconform for finding in schema.describe(result, overlays[result.file].environment)
    ]
    tracer = Tracer(inputs, scope)
    newest = max(versions.values(), default="")
    for finding in combined(of_schema, found, lambda kind: admission.knows(*kind, newest)):
        overlay = overlays[Path(finding.source.file)]
        yield overlay, replace(finding, source=tracer.source(overlay, finding.manifest or Manifest()))


def rehearse(workspace: Workspace, inputs: Inputs, planned: Sequence[Overlay]) -> None:
    """Judge some of what is planned, which is what kustomize gives back: what that takes is loaded while it works."""
    made = Made()
    for number, overlay in enumerate(planned[:_SOME]):
        path = Path(str(number))
        made.overlays[path] = overlay
        made.subjects[path] = [Subject(item.manifest, path, place) for place, item in enumerate(overlay.resources)]
    _others(workspace, inputs, _classes(made), made)


def _classes(made: Made) -> dict[str, list[Subject]]:
    """What others may name, by environment."""
    subjects = made.by_environment()
    return {name: [subject for subject in own if subject.kind in HELD_AGAINST] for name, own in subjects.items()}


def _others(
    workspace: Workspace, inputs: Inputs, classes: Mapping[str, list[Subject]], made: Made
) -> Sequence[Finding]:
    found: list[Finding] = []
    for name, subjects in made.by_environment().items():
        cluster = cluster_of(inputs.catalog.environments[name], workspace.root)
        cluster = replace(cluster, classes=classes.get(name, ()))
        found += [finding for _, finding in stages.findings(subjects, cluster, _CATEGORIES)]
    return found
