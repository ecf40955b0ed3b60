"""Planned resources that people wrote -> findings, before anything is made of them.

What comes from the language has the shape of its kind. Manifests, and what patches make of resources, may have any
shape: they are held against the schema first, so that the stages that follow can rely on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.checks.lifecycle import api_versions
from generator.checks.schema import Tracer
from generator.findings import Category, Finding, Manifest, Source
from generator.inputs import ENVIRONMENT_UNIT, Inputs
from generator.json_types import JsonMap
from generator.model.plan import Resource
from generator.problems import Problem
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.resources.manifests import documents
from generator.resources.patches import matches
from generator.rules import RULES
from generator.schemas import encrypted, missing
from generator.schemas.explain import explain
from generator.schemas.locations import minor, schema_files
from generator.tree.folders import overlay_folder
from generator.unit import Unit


def findings(root: Path, inputs: Inputs, unit: Unit, scope: Scope) -> Iterator[Finding]:
    """Each finding once for every environment in which it holds. What the unit would be nowhere is dropped if unfit."""
    tracer = Tracer(inputs, scope)
    for environment, resources in unit.resources.items():
        version = inputs.catalog.environments[environment].kubernetes
        overlay = Overlay(environment, unit.name, overlay_folder(environment, unit.name), resources)
        for resource in _written(inputs, unit, environment, resources):
            for problem in problems(resource.manifest, version, root):
                where = place(resource, environment, problem.field)
                rule = RULES.get(problem.fault)
                category: Category = "lifecycle" if rule and rule.category == "lifecycle" else "schema"
                finding = Finding(
                    problem.fault, category, problem.message, Source(unit.source), problem.hint, manifest=where
                )
                yield replace(finding, source=tracer.source(overlay, where))
    if unit.neutral and unit.name != ENVIRONMENT_UNIT:
        spec = inputs.service(unit.name).neutral
        newest = inputs.catalog.nowhere.kubernetes
        if (spec.get("patches") or spec.get("manifests")) and any(
            problems(resource.manifest, newest, root) for resource in unit.neutral
        ):
            unit.neutral = []


def problems(manifest: JsonMap, version: str, root: Path) -> Sequence[Problem]:
    """What the schema of a manifest's kind finds wrong with it, or why there is none."""
    api_version, kind = manifest["apiVersion"], manifest["kind"]
    schema = next(schema_files(api_version, kind, version, root), None)
    if schema is None:
        of_versions = list(api_versions.problems(api_version, kind, minor(version), ""))
        return of_versions or [missing.why(api_version, kind, version, root)]
    return explain(encrypted.shape(manifest) if encrypted.is_encrypted(manifest) else manifest, schema)


def place(resource: Resource, environment: str, field: str = "") -> Manifest:
    """A field of a planned resource."""
    manifest, metadata = resource.manifest, resource.manifest["metadata"]
    namespace = metadata.get("namespace", "")
    return Manifest(
        environment,
        manifest["apiVersion"],
        manifest["kind"],
        namespace if isinstance(namespace, str) else "",
        metadata["name"],
        field,
    )


def _written(inputs: Inputs, unit: Unit, environment: str, resources: Sequence[Resource]) -> Iterator[Resource]:
    """The resources that are manifests of somebody, or that somebody patches."""
    is_service = unit.name != ENVIRONMENT_UNIT
    patches = inputs.service(unit.name).specs[environment].get("patches", []) if is_service else []
    names = names_of_manifests(inputs, unit, environment)
    for resource in resources:
        if name(resource.manifest) in names or any(matches(resource, patch) for patch in patches):
            yield resource


def names_of_manifests(inputs: Inputs, unit: Unit, environment: str) -> set[tuple[object, object]]:
    """The `name` of every manifest that stands in the catalog."""
    if unit.name == ENVIRONMENT_UNIT:
        return {name(manifest) for manifest in inputs.catalog.environments[environment].manifests}
    service = inputs.service(unit.name)
    manifests = service.specs[environment].get("manifests", {}).values()
    files = [service.files.get(item["from"], "") for item in manifests if "from" in item]
    inline = {name(item) for item in manifests}
    return inline | {name(document) for text in files for _, document in documents(text)}


def name(manifest: JsonMap) -> tuple[object, object]:
    """Kind and name."""
    metadata = manifest.get("metadata")
    return manifest.get("kind"), metadata.get("name") if isinstance(metadata, dict) else None
