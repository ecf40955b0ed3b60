"""Stale units -> staged files, rendered manifests, findings: the part of a run that costs something.

One pass over the units feeds kustomize, which works on every core meanwhile. A unit in which something is wrong is not
rendered, but all others are, so that every problem is reported at once. With a platform file in which something is
wrong nothing is rendered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator import __version__
from generator.cache.committed import Committed
from generator.cache.files import FileDigests
from generator.cache.graph import Graph
from generator.cache.index import Connected, Entry, Index
from generator.cache.manifests import overlay_key
from generator.catalog import load
from generator.checks import capabilities, excuses, schema, written
from generator.checks.made import Made
from generator.checks.subject import Subject
from generator.delivery.flux import image_marks
from generator.delivery.flux.image_policies import Policies, updates
from generator.delivery.gather import of_resources
from generator.errors import TOOL, KubecatalogError
from generator.findings import Finding, Source
from generator.inputs import ENVIRONMENT_UNIT, SECRETS_UNIT, Inputs
from generator.json_types import JsonMap
from generator.model import followed
from generator.model.plan import Resource
from generator.pipeline import Options
from generator.render.batch import Batch
from generator.render.committed import Before
from generator.render.committed import rendered as rendered_at
from generator.render.kustomize import Overlay, Rendered
from generator.render.law import differences
from generator.resources import Scope
from generator.schemas import locations
from generator.tools.locate import tool
from generator.tree.folders import overlay_folder
from generator.tree.git_ids import folder_ids
from generator.tree.layout import Files
from generator.tree.ownership import digest
from generator.tree.write import write_files
from generator.unit import Unit, environment_unit, named_at, service_unit
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.checks.since import Changed
    from generator.model.catalog import Catalog


def compare(
    workspace: Workspace, inputs: Inputs, had: Committed, made: Made, around: Made | None
) -> tuple[list[Finding], Changed]:
    """Fill in `inputs.entries` of the units that were made what is wrong with their change since a commit.

    What is wrong with units being gone comes back, and what there was.
    """
    from generator.checks import since

    for unit in {overlay.unit for overlay in made.overlays.values()}:
        inputs.entries[unit].since, inputs.entries[unit].changes = had.key(unit, inputs.entries[unit]), []
    gone: list[Finding] = []
    scope = partial(locations.is_namespaced, root=workspace.root)
    changed = since.changed(workspace.root, inputs, made)
    for unit, finding in since.findings(inputs, changed, made, around or Made(), scope):
        known = inputs.entries.get(unit)
        (known.changes if known else gone).append(finding)
    return gone, changed


def remember(inputs: Inputs, had: Committed, made: Made) -> None:
    """Keep what was rendered, now that it is in the tree, and what a commit `had`."""
    now: dict[str, dict[str, list[JsonMap]]] = defaultdict(dict)
    before: dict[str, dict[str, list[JsonMap]]] = defaultdict(dict)
    for path, overlay in made.overlays.items():
        now[overlay.unit][overlay.environment] = [subject.manifest for subject in made.subjects[path]]
    for environment, unit, manifests in made.before:
        before[unit][environment] = manifests
    for unit, own in now.items():
        had.manifests.put(unit, own, inputs.entries[unit].trees, before[unit], had)


def connect(
    workspace: Workspace,
    inputs: Inputs,
    graph: Graph,
    known: Mapping[str, Connected],
    made: Made,
    options: Options,
) -> dict[str, Connected]:
    """What was found of each environment's objects together; nothing as long as some are not known, or not as meant."""
    from generator.checks import connected

    connected.note(graph, inputs, made)
    known_units = {unit for unit, entry in inputs.entries.items() if entry.graph}
    graph.drop(graph.units() - known_units)
    all_known = all(entry.made or name in inputs.surveyed for name, entry in inputs.entries.items())
    if not all_known or any(_is_mistaken(entry) for entry in inputs.entries.values()):
        return {}
    scope = partial(locations.is_namespaced, root=workspace.root)
    wanted = options.environments or list(inputs.catalog.environments)
    return connected.connected(inputs, workspace.root, graph, known, scope, wanted)


def survey(workspace: Workspace, inputs: Inputs, graph: Graph, names: Sequence[str]) -> Made:
    """Plan units whose own files and manifests nobody asks for: what they are to others is known then, without
    kustomize. What comes back has their manifests as they are planned.

    With a platform file in which something is wrong nothing is known of them, as of what is made.
    """
    found = Made()
    scope = partial(locations.is_namespaced, root=workspace.root)
    stopped = any(finding.severity == "error" for finding in inputs.catalog.findings)
    for name in names:
        entry, unit = inputs.entries[name], _planned(inputs, name, scope)
        _note(inputs, entry, unit)
        if unit.broken or stopped:
            continue
        inputs.surveyed.add(name)
        _describe(entry, unit, inputs.catalog)
        from generator.checks.reference.planned import planned_facts

        facts = {environment: planned_facts(resources) for environment, resources in unit.resources.items()}
        graph.put(name, entry, facts)
        for environment, resources in unit.resources.items():
            path = Path("planned", environment, f"{name}.yaml")
            found.overlays[path] = Overlay(environment, name, overlay_folder(environment, name), resources)
            found.subjects[path] = [Subject(item.manifest, path, place) for place, item in enumerate(resources)]
    return found


def _is_mistaken(entry: Entry) -> bool:
    """Whether what is made of a unit may not be what its writer meant."""
    wrong = [finding for finding in entry.findings if finding.severity == "error"]
    unrendered = bool(wrong) and not entry.graph
    return entry.broken or unrendered or any(finding.category == "catalog" for finding in wrong)


class One(Struct, frozen=True):
    """One overlay by itself. `unit` is None where there is none of that name, `rendered` where it was not built."""

    known: list[str]
    unit: Unit | None = None
    rendered: Rendered | None = None


def render_one(workspace: Workspace, environment: str, name: str) -> One:
    """What an overlay renders to, from the catalog as it is; nothing is written. Raises ToolError."""
    load.must_exist(workspace.root)
    with workspace.scratch() as scratch:
        inputs = Inputs(workspace.root, Index(), FileDigests(workspace.root, {}))
        known = list(inputs.entries)
        if name not in inputs.entries:
            return One(known)
        maker = Maker(workspace, inputs, scratch, Options())
        unit = maker.unit(name)
        if unit.broken or environment not in unit.resources:
            return One(known, unit)
        write_files(maker.tree, unit.files(inputs.catalog))
        overlay = Overlay(environment, name, overlay_folder(environment, name), unit.resources[environment])
        result = maker.batch.alone(overlay)
        unit.findings += maker.refusals(overlay)
        return One(known, unit, result)


class Maker:
    def __init__(self, workspace: Workspace, inputs: Inputs, scratch: Path, options: Options) -> None:
        self.workspace = workspace
        self.inputs = inputs
        self.options = options
        self.tree = scratch / "tree"
        self.manifests = scratch / "manifests"
        self.kustomize = tool("kustomize", workspace.root, workspace.tool_environ)
        self.batch = Batch(self.kustomize, self.tree, scratch / "shards", workspace.go_environ)
        self.made = Made()
        self.names: list[str] = []
        """The units that have begun."""
        self.illegal: list[str] = []
        self.found: Iterator[tuple[Overlay, Finding]] = iter(())
        self.stack = ExitStack()
        """What goes on until all is found."""
        platform = inputs.entries[ENVIRONMENT_UNIT].findings
        self.stopped = any(finding.severity == "error" for finding in platform)
        """Nothing is rendered for environments that are not what their writer meant."""

    def begin(self, names: Sequence[str]) -> None:
        """Stage the files of some units in `scratch/tree`, and let kustomize work."""
        overlays = 0
        for count, name in enumerate(names):
            self.names.append(name)
            entry = self.inputs.entries[name]
            if name == SECRETS_UNIT:
                self._write(self.inputs.target(), entry)
                continue
            unit = self.unit(name)
            _note(self.inputs, entry, unit)
            entry.made = unit.broken
            if unit.broken:
                continue
            _describe(entry, unit, self.inputs.catalog)
            if self.stopped:
                continue
            overlays += self._stage(unit, entry)
            self._take(final=False)
            self.options.progress("rendering", len(self.made.overlays), overlays * len(names) // (count + 1))
        self.batch.begin()

    def run(self, names: Sequence[str], had: Committed | None = None) -> Callable[[], None]:
        """Fill in `inputs.entries` of these units, which may have begun. What a commit `had` of those that differ is
        rendered, too.

        kubeconform still works when this comes back: what it gives back waits for that, and fills in what was found
        wrong with the manifests. Both raise ToolError, the first also KubecatalogError where the render law does not
        hold.
        """
        self.begin([name for name in names if name not in self.names])
        before = self._before(had, names) if had else None
        if not self.stopped:
            from generator.checks import connected, rendered  # noqa: F401  what comes next, while kustomize works

            rendered.rehearse(
                self.workspace, self.inputs, [own for own in self.batch.waiting() if not self._is_clean(own)]
            )
            self._take(final=True)
        self.batch.close()
        self.made.before.extend(before.result() if before else ())
        if self.illegal:
            raise KubecatalogError(
                f"internal error in kubecatalog {__version__}: "
                f"kustomize does not give back what was planned: {'; '.join(self.illegal[:5])}",
                "nothing was written; please report this with the catalog file",
                code=TOOL,
            )
        if not self.stopped:
            self._begin_check()
            for name in names:
                self.inputs.entries[name].made = True
            self._report_failed()
        return self._finish

    def close(self) -> None:
        """Stop what is still running."""
        self.batch.close()
        self.stack.close()

    def unit(self, name: str) -> Unit:
        return _planned(self.inputs, name, self.scope)

    def scope(self, api_version: str, kind: str) -> bool | None:
        return locations.is_namespaced(api_version, kind, self.workspace.root)

    def _stage(self, unit: Unit, entry: Entry) -> int:
        """Write the unit's files into the staged tree, and hand its overlays to kustomize."""
        self._write(unit.files(self.inputs.catalog), entry)
        entry.manifests, entry.clean = 0, {}
        count = 0
        for environment, resources in unit.resources.items():
            if not self.options.environments or environment in self.options.environments:
                self.batch.add(Overlay(environment, unit.name, overlay_folder(environment, unit.name), resources))
                count += 1
        return count

    def _before(self, had: Committed, names: Sequence[str]) -> Future[list[Before]] | None:
        """What a commit has of what is staged and differs, and of what is gone."""
        staged = [name for name in names if not (self.stopped or self.inputs.entries[name].broken)]
        self.made.compared.update(had.wanted(staged, self.inputs.entries))
        wanted: dict[str, list[str]] = {}
        for environment, units in self.made.compared.items():
            for unit in units:
                known = had.manifests.of(unit, environment, had.ids)
                if known is None:
                    wanted.setdefault(environment, []).append(unit)
                else:
                    self.made.before.append((environment, unit, known))
        if not wanted:
            return None
        folder = self.tree.parent / "before"
        return self.batch.beside(
            lambda: list(rendered_at(had.repo, had.commit, wanted, self.kustomize, folder, self.workspace.go_environ))
        )

    def _write(self, files: Files, entry: Entry) -> None:
        write_files(self.tree, files)
        entry.outputs = {path: digest(content) for path, content in sorted(files.items())}
        entry.trees = folder_ids(files)

    def _take(self, *, final: bool) -> None:
        for result in self.batch.results(final=final):
            self._prove(result)

    def _prove(self, result: Rendered) -> None:
        """The render law. A shared build rewrites references between services, so a second look is at one alone."""
        overlay = result.overlay
        wrong = list(differences(overlay.resources, result.manifests))
        if wrong:
            alone = self.batch.alone(overlay)
            if alone is None:
                return
            result = alone
            wrong = list(differences(overlay.resources, result.manifests))
            self.illegal += [f"{overlay.folder}: {item}" for item in wrong]
        path = self.manifests / overlay.environment / f"{overlay.unit}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(result.yaml())
        self.made.overlays[path] = overlay
        self.made.subjects[path] = [Subject(manifest, path, place) for place, manifest in enumerate(result.manifests)]
        self.inputs.entries[overlay.unit].manifests += len(result.manifests)

    def _report_failed(self) -> None:
        for overlay, _ in self.batch.failed:
            entry = self.inputs.entries[overlay.unit]
            entry.findings += self.refusals(overlay)
            entry.made = False

    def refusals(self, wanted: Overlay) -> Iterator[Finding]:
        """Why kustomize refuses an overlay, at the resource that it does not take where that is one of them."""
        for overlay, message in self.batch.failed:
            if overlay is not wanted:
                continue
            text = f"the overlay {overlay.folder} does not build: {message}"
            hint = "kustomize cannot read what this comes to; change it, or report this with the catalog file"
            sources = [self._place(overlay, resource) for resource in self.batch.refused(overlay)]
            for source in sources or [Source(self.inputs.files.get(overlay.unit, load.PLATFORM_FILE))]:
                yield Finding("unbuildable-overlay", "schema", text, source, hint)

    def _place(self, overlay: Overlay, resource: Resource) -> Source:
        if overlay.unit == ENVIRONMENT_UNIT:
            return schema.Tracer(self.inputs, self.scope).source(overlay, written.place(resource, overlay.environment))
        _, kind, name = resource.key
        return named_at(self.inputs.catalog, self.inputs.service(overlay.unit), overlay.environment, kind, name)

    def _begin_check(self) -> None:
        """Of every rendered manifest, as the cluster of its environment would take it."""
        self.options.progress("validating", 0, len(self.made.overlays))
        from generator.checks import rendered

        judged = {path for path, overlay in self.made.overlays.items() if not self._is_clean(overlay)}
        self.found = rendered.findings(self.workspace, self.inputs, self.made.only(judged), self.scope, self.stack)

    def _finish(self) -> None:
        """Fill in what is wrong with the manifests, and in which overlays nothing is."""
        entries, wrong = self.inputs.entries, set()
        for overlay, finding in self.found:
            entries[overlay.unit].findings.append(finding)
            wrong.add(overlay.folder)
        for overlay in self.made.overlays.values():
            if overlay.folder not in wrong:
                entries[overlay.unit].clean[overlay.environment] = self._key(overlay)

    def _is_clean(self, overlay: Overlay) -> bool:
        """Whether the last run found nothing in the same overlay, and nothing in it says what others may name."""
        from generator.checks.admission.known import HELD_AGAINST

        same = self.inputs.clean.get(overlay.unit, {}).get(overlay.environment) == self._key(overlay)
        return same and HELD_AGAINST.isdisjoint(kind for (_, kind, _), _ in overlay.keys)

    def _key(self, overlay: Overlay) -> str:
        return overlay_key(overlay.unit, overlay.environment, self.inputs.entries[overlay.unit].trees)


def plan(inputs: Inputs, names: Sequence[str]) -> None:
    """Fill in what `inputs.entries` of the named units say of Secrets and of mistakes, without any file or manifest."""
    scope = partial(locations.is_namespaced, root=inputs.root)
    for name in names:
        if name != SECRETS_UNIT:
            _note(inputs, inputs.entries[name], _planned(inputs, name, scope))


def _planned(inputs: Inputs, name: str, scope: Scope) -> Unit:
    if name == ENVIRONMENT_UNIT:
        unit = environment_unit(inputs.catalog, scope)
        unit.findings += inputs.catalog.findings
        if inputs.catalog.platform and not inputs.catalog.findings:
            from generator.checks import expression_tests

            unit.findings += expression_tests.findings(inputs.catalog.platform)
    else:
        service = inputs.service(name)
        unit = service_unit(inputs.catalog, service, inputs.neighbours(name), inputs.files, scope)
        unit.findings += service.findings
        if not unit.broken:
            lines = followed.lines(inputs.catalog, service)
            unit.findings += image_marks.findings(inputs.catalog, service, lines)
            unit.updates = updates(Policies(service, inputs.catalog.environments, lines), lines)
    if not unit.broken:
        unit.findings += capabilities.findings(inputs.root, inputs, unit, scope)
        unit.findings += written.findings(inputs.root, inputs, unit, scope)
    return unit


def _note(inputs: Inputs, entry: Entry, unit: Unit) -> None:
    entry.findings = list(unit.findings)
    entry.graph = {} if unit.broken else entry.graph
    entry.waivers = [] if unit.broken else excuses.of_unit(inputs, unit.name)
    entry.secrets = {environment: found for environment, found in unit.secrets.items() if found}
    entry.mark = inputs.mark(entry)


def _describe(entry: Entry, unit: Unit, catalog: Catalog) -> None:
    """What others have to know of a unit."""
    entry.ids = _ids(unit, catalog)
    entry.delivery = {name: of_resources(found) for name, found in unit.resources.items()}
    for name, policies in unit.updates.items():
        entry.delivery[name]["updates"] = policies


def _ids(unit: Unit, catalog: Catalog) -> list[tuple[list[str], list[str]]]:
    namespaces = {name: environment.namespace for name, environment in catalog.environments.items()}
    by_ids: dict[tuple[str, ...], list[str]] = {}
    for environment, resources in unit.resources.items():
        ids = tuple(sorted(_identity(resource, namespaces[environment]) for resource in resources))
        by_ids.setdefault(ids, []).append(environment)
    return [(environments, list(ids)) for ids, environments in by_ids.items()]


def _identity(resource: Resource, own: str) -> str:
    group, kind, name = resource.key
    namespace = resource.manifest["metadata"].get("namespace", "")
    return f"{group}|{kind}|{'' if namespace == own else namespace}|{name}"
