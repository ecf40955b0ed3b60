"""Patches that do nothing, and manifests that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from generator.json_types import Json, Path
from generator.model.meaning.characters import metadata_names
from generator.model.meaning.fault import ANYTHING, Fault
from generator.model.plan import Resource, ServicePlan
from generator.resources import manifests
from generator.resources.patches import PatchFailed, applied, matches

_FOR_KUSTOMIZE = ("config.kubernetes.io/", "internal.config.kubernetes.io/", "kustomize.config.k8s.io/")


def check_patches(plan: ServicePlan, emitted: list[Resource]) -> Iterator[Fault]:
    """`emitted` are the service's resources before its patches."""
    for index, patch in enumerate(plan.spec.get("patches", [])):
        field: Path = ("patches", index)
        if "target" not in patch or "patch" not in patch:
            yield Fault(
                "missing-field", field, "a patch needs `target` and `patch`", "add what is missing", reads=("patches",)
            )
            continue
        targets = [resource for resource in emitted if matches(resource, patch)]
        if not targets:
            have = ", ".join(sorted({resource.key[1] for resource in emitted}))
            yield Fault(
                "patch-without-target",
                (*field, "target"),
                "the patch matches no resource",
                f"there are {have}",
                reads=(ANYTHING,),
            )
            continue
        only = ServicePlan(plan.service, plan.environment, {"patches": [patch]})
        try:
            if applied(only, targets) == targets:
                yield Fault(
                    "patch-without-effect",
                    field,
                    "the patch changes nothing",
                    "remove it",
                    "warning",
                    reads=(ANYTHING,),
                )
        except PatchFailed as error:
            message = f"the path {error} does not exist in the resource"
            yield Fault(
                "patch-failed", (*field, "patch"), message, "see what `kubecatalog build` prints", reads=(ANYTHING,)
            )


def check_manifests(plan: ServicePlan) -> Iterator[Fault]:
    for name, item in plan.spec.get("manifests", {}).items():
        field: Path = ("manifests", name)
        if "from" not in item:
            yield from _manifest(item, field)
            continue
        try:
            documents = manifests.documents(plan.files.get(item["from"], ""))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "it"
            message = f"{item['from']} cannot be read as YAML: {place}"
            yield Fault(
                "invalid-yaml", (*field, "from"), message, "check the indentation, colons, quotes and brackets there"
            )
            continue
        for document in documents:
            yield from _manifest(document, (*field, "from"))


def _manifest(manifest: Json, field: Path) -> Iterator[Fault]:
    if not isinstance(manifest, dict):
        yield Fault("invalid-manifest", field, "a manifest is a map", "write apiVersion, kind and metadata")
        return
    metadata = manifest.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    given = {"apiVersion": manifest.get("apiVersion"), "kind": manifest.get("kind"), "metadata.name": name}
    for part, value in given.items():
        if not isinstance(value, str) or not value:
            yield Fault("invalid-manifest", field, f"the manifest has no {part}", f"add `{part}`")
    if str(manifest.get("kind")).endswith("List") and "items" in manifest:
        yield Fault("list-manifest", field, "a List is not a manifest of its own", "write each of its items")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    for key in annotations if isinstance(annotations, dict) else ():
        if key.startswith(_FOR_KUSTOMIZE):
            message = f'the annotation "{key}" makes kustomize change or drop the manifest'
            yield Fault("kustomize-annotation", field, message, "remove it")
    if isinstance(annotations, dict):
        yield from (replace(fault, field=field) for fault in metadata_names(annotations, field))
    if manifest.get("kind") == "Secret" and "sops" not in manifest:
        yield Fault(
            "plaintext-secret",
            field,
            "a Secret in the catalog would be committed unencrypted",
            "keep it under secrets/, encrypted, and name its keys with `env: {NAME: {secret: KEY}}`",
        )
