"""Rendered manifests -> findings of category `schema`: kubeconform's judgement at the catalog's line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator.checks.kubeconform import SchemaResult, validate
from generator.findings import Finding, Manifest, Source
from generator.inputs import ENVIRONMENT_UNIT, Inputs
from generator.json_types import JsonMap, parsed
from generator.model.build import environment as build_environment
from generator.model.layers import PLATFORM, SERVICE, effective
from generator.model.merge import ABSENT
from generator.model.plan import Environment
from generator.model.trace import Documents, cause
from generator.render.kustomize import Overlay
from generator.resources import Scope, of_environment, of_service
from generator.schemas import locations
from generator.schemas.explain import Problem
from generator.tools.locate import tool
from generator.workspace import Workspace


def findings(
    workspace: Workspace, versions: Mapping[Path, str], inputs: Inputs, overlays: Mapping[Path, Overlay], scope: Scope
) -> Iterator[tuple[Path, Finding]]:
    """`versions` maps each file of rendered manifests to its Kubernetes version, `overlays` to what it was built from.

    Each finding comes with the file that it is about. Raises ToolError.
    """
    if not versions:
        return
    binary = tool("kubeconform", workspace.root, workspace.environ)
    for result in validate(dict(versions), kubeconform=binary, root=workspace.root, env=workspace.go_environ):
        if result.status != "valid":
            overlay = overlays[result.file]
            tracer = _Tracer(inputs, overlay, scope)
            for finding in describe(result, overlay.environment):
                yield result.file, replace(finding, source=tracer.source(finding.manifest or Manifest()))


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


class _Tracer:
    """Finds the catalog's place of a field of a manifest of one overlay."""

    def __init__(self, inputs: Inputs, overlay: Overlay, scope: Scope) -> None:
        self.inputs = inputs
        self.overlay = overlay
        self.scope = scope

    def source(self, manifest: Manifest) -> Source:
        catalog = self.inputs.catalog
        documents: dict[str, JsonMap] = {}
        if self.overlay.unit != ENVIRONMENT_UNIT:
            document = self.inputs.service(self.overlay.unit).document
            documents[SERVICE] = document.data if document else {}
        documents[PLATFORM] = catalog.layers.data
        field = parsed(manifest.field)
        place = cause(documents, lambda changed: self._resource(changed, manifest), field)
        name, path = place or (next(iter(documents)), ())
        found = self.inputs.service(self.overlay.unit).document if name == SERVICE else catalog.platform
        if found is None:
            return Source(self.inputs.files.get(self.overlay.unit, "catalog/platform.yaml"))
        return found.source(path)

    def _resource(self, documents: Documents, manifest: Manifest) -> JsonMap:
        """The planned manifest that a changed catalog would give; ABSENT where it gives none of that kind and name."""
        environment = self._environment(documents[PLATFORM])
        if SERVICE in documents:
            spec = effective(documents[PLATFORM], documents[SERVICE], environment.name)
            service = self.inputs.service(self.overlay.unit)
            plan = self.inputs.catalog.plan_with(service, spec, environment, self.inputs.neighbours(service.name))
            resources = of_service(plan, self.scope)
        else:
            resources = of_environment(environment, self.scope)
        for resource in resources:
            _, kind, name = resource.key
            if kind == manifest.kind and (
                name == manifest.name or (resource.hashed and manifest.name.startswith(name))
            ):
                return resource.manifest
        absent: JsonMap = ABSENT
        return absent

    def _environment(self, platform: JsonMap) -> Environment:
        return build_environment(platform, self.overlay.environment, locations.versions()[-1])
