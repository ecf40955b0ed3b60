"""Rendered manifests -> findings of category `schema`: kubeconform's judgement at the catalog's line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.catalog.load import PLATFORM_FILE
from generator.checks.kubeconform import SchemaResult, validate
from generator.findings import Finding, Manifest, Source
from generator.inputs import ENVIRONMENT_UNIT, Inputs
from generator.json_types import Json, JsonMap, get, parsed
from generator.json_types import Path as ValuePath
from generator.model.build import environment as build_environment
from generator.model.layers import PLATFORM, SERVICE, effective
from generator.model.merge import ABSENT
from generator.model.plan import Resource
from generator.model.trace import Causes, Documents, Place
from generator.problems import Problem
from generator.render.kustomize import Overlay
from generator.resources import Scope, of_environment, of_service
from generator.schemas import locations
from generator.tools.locate import tool
from generator.workspace import Workspace


def results(workspace: Workspace, versions: Mapping[Path, str], root: Path | None = None) -> list[SchemaResult]:
    """`versions` maps each file of manifests to the Kubernetes version of its cluster; `root` has more schemas.

    Raises ToolError.
    """
    if not versions:
        return []
    binary = tool("kubeconform", workspace.root, workspace.tool_environ)
    return list(validate(dict(versions), kubeconform=binary, root=root or workspace.root, env=workspace.go_environ))


def describe(result: SchemaResult, environment: str = "") -> Iterator[Finding]:
    """The findings of one result, at the manifest's own file. What was not judged is a finding too."""
    problems = result.problems
    if not problems and result.status != "valid":
        problems = (Problem("unchecked-manifest", "", f"the manifest was not judged ({result.status})"),)
    for problem in problems:
        place = Manifest(
            environment,
            result.api_version,
            result.kind,
            result.namespace,
            result.name,
            problem.field,
            result.document,
        )
        source = Source(str(result.file))
        yield Finding(problem.fault, "schema", problem.message, source, problem.hint, manifest=place)


PATIENCE = 500
"""Findings whose place is found by experiment, which takes some milliseconds each. Who has more repairs those first."""


class Tracer:
    """Finds the catalog's place of a field of a rendered manifest."""

    def __init__(self, inputs: Inputs, scope: Scope) -> None:
        self.inputs = inputs
        self.scope = scope
        self._causes: tuple[tuple[str, str, str, str], Causes] | None = None
        self._found: dict[tuple[str, str], Place] = {}
        self._asked = 0

    def source(self, overlay: Overlay, manifest: Manifest) -> Source:
        documents = self.documents(overlay)
        kind_and_field = (manifest.kind, manifest.field)
        self._asked += 1
        if self._asked > PATIENCE:
            return self.source_of(overlay, *self._likely(documents, kind_and_field))
        causes = self._causes_of(overlay, manifest, documents)
        place = causes.of(parsed(manifest.field), self._found.get(kind_and_field))
        if place:
            self._found[kind_and_field] = place
        return self.source_of(overlay, *(place or (next(iter(documents)), ())))

    def _likely(self, documents: Documents, kind_and_field: tuple[str, str]) -> Place:
        """Where the same field of a similar manifest came from, if there is such a value here, too."""
        name, path = self._found.get(kind_and_field, ("", ()))
        with suppress(KeyError):
            get(documents[name], path)
            return name, path
        return next(iter(documents)), ()

    def documents(self, overlay: Overlay) -> Documents:
        """The documents of the catalog that an overlay is made from."""
        documents: dict[str, JsonMap] = {}
        if overlay.unit != ENVIRONMENT_UNIT:
            service = self.inputs.service(overlay.unit)
            documents[SERVICE] = service.document.data if service.document else {}
            documents.update(service.group_data)
        documents[PLATFORM] = self.inputs.catalog.layers.data
        return documents

    def source_of(self, overlay: Overlay, name: str, path: ValuePath) -> Source:
        """The place of a value of one of these documents."""
        found = self.inputs.catalog.platform
        if overlay.unit != ENVIRONMENT_UNIT:
            found = self.inputs.catalog.document(self.inputs.service(overlay.unit), name)
        if found is None:
            return Source(self.inputs.files.get(overlay.unit, PLATFORM_FILE))
        return found.source(path)

    def _causes_of(self, overlay: Overlay, manifest: Manifest, documents: Documents) -> Causes:
        """The findings of one manifest follow one another, so only the last one's experiments are kept."""
        key = (overlay.environment, overlay.unit, manifest.kind, manifest.name)
        if self._causes is None or self._causes[0] != key:
            self._causes = (key, Causes(documents, lambda changed: self._one(overlay, changed, manifest)))
        return self._causes[1]

    def planned(self, overlay: Overlay, documents: Documents) -> list[Resource]:
        """The resources that a changed catalog would give."""
        newest = locations.versions()[-1]
        environment = build_environment(documents[PLATFORM], overlay.environment, newest)
        if SERVICE in documents:
            groups = {name: data for name, data in documents.items() if name not in (SERVICE, PLATFORM)}
            spec = effective(documents[PLATFORM], documents[SERVICE], environment.name, groups)
            service = self.inputs.service(overlay.unit)
            plan = self.inputs.catalog.plan_with(service, spec, environment, self.inputs.neighbours(service.name))
            return of_service(plan, self.scope)
        return of_environment(environment, self.scope)

    def _one(self, overlay: Overlay, documents: Documents, manifest: Manifest) -> Json:
        """The planned manifest that a changed catalog would give; ABSENT where it gives none of that kind and name."""
        for resource in self.planned(overlay, documents):
            _, kind, name = resource.key
            named = name == manifest.name or (resource.hashed and manifest.name.startswith(name))
            if kind == manifest.kind and named:
                return resource.manifest
        return ABSENT
