"""What git has at a commit, and what is rendered now -> findings of `update` about the overlays that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.catalog.load import PLATFORM_FILE
from generator.checks import stages
from generator.checks.clusters import cluster_of
from generator.checks.made import Made
from generator.checks.schema import Tracer
from generator.checks.subject import Cluster, Subject
from generator.findings import Finding, Manifest, Source
from generator.inputs import Inputs
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.schemas import locations
from generator.tree.folders import overlay_folder


class Changed(Struct, frozen=True):
    """What a commit has of overlays that are other ones now, or gone: the manifests by environment, and by their files
    the overlays that they come from. `units` are those overlays' by environment."""

    root: Path
    units: Mapping[str, Sequence[str]]
    before: Mapping[str, list[Subject]]
    overlays: Mapping[Path, Overlay]


def changed(root: Path, inputs: Inputs, made: Made) -> Changed:
    """What does not build today is compared with nothing."""
    rendered = {overlay.unit for overlay in made.overlays.values()}
    units = {
        name: [unit for unit in own if unit in rendered or unit not in inputs.entries]
        for name, own in made.compared.items()
    }
    before: dict[str, list[Subject]] = {}
    overlays: dict[Path, Overlay] = {}
    for name, unit, manifests in made.before:
        if unit in units[name]:
            path = Path("before", name, f"{unit}.yaml")
            overlays[path] = Overlay(name, unit, overlay_folder(name, unit), [])
            subjects = [Subject(manifest, path, place) for place, manifest in enumerate(manifests)]
            before.setdefault(name, []).extend(subjects)
    return Changed(root, units, before, overlays)


def findings(inputs: Inputs, changed: Changed, made: Made, around: Made, scope: Scope) -> Iterator[tuple[str, Finding]]:
    """The unit and the finding of each change that a cluster would refuse, or that hurts. `around` is what is known of
    units that did not change."""
    now, overlays = made.by_environment(), {**changed.overlays, **around.overlays, **made.overlays}
    for name, subjects in around.by_environment().items():
        now.setdefault(name, []).extend(subjects)
    tracer = Tracer(inputs, scope)
    for name, subjects in changed.before.items():
        # What has not changed is there, too: a Service, or pods, of a unit that nobody touched.
        same = [subject for subject in now.get(name, ()) if overlays[subject.file].unit not in changed.units[name]]
        cluster = replace(_cluster(inputs, name, changed.root), before=[*subjects, *same])
        for _, finding in stages.findings(now.get(name, []), cluster, ("update",)):
            overlay = overlays[Path(finding.source.file)]
            where = finding.manifest or Manifest()
            source = Source(PLATFORM_FILE)
            if overlay.unit in inputs.entries and name in inputs.catalog.environments:
                source = tracer.source(overlay, where)
            yield overlay.unit, replace(finding, source=source)


def _cluster(inputs: Inputs, name: str, root: Path) -> Cluster:
    """Of an environment, also of one that is not in the platform file any more."""
    environment = inputs.catalog.environments.get(name)
    return cluster_of(environment, root) if environment else Cluster(locations.versions()[-1], root, name)
