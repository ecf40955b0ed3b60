"""Patches that do nothing, and manifests that are none."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from generator.catalog import syntax, yaml_source
from generator.json_types import Json, JsonMap, Path, get
from generator.model.meaning.characters import metadata_names
from generator.model.meaning.fault import ANYTHING, Fault
from generator.model.plan import Resource, ServicePlan
from generator.resources import manifests
from generator.resources.patches import PatchFailed, applied, matches

_IDENTITY: dict[str, Path] = {"apiVersion": ("apiVersion",), "kind": ("kind",), "metadata.name": ("metadata", "name")}
_FOR_KUSTOMIZE = ("config.kubernetes.io/", "internal.config.kubernetes.io/", "kustomize.config.k8s.io/")


def check_patches(patches: list[JsonMap], emitted: list[Resource]) -> Iterator[Fault]:
    """`emitted` are the resources of the service or environment before its patches."""
    for index, patch in enumerate(patches):
        field: Path = ("patches", index)
        missing = [name for name in ("target", "patch") if name not in patch]
        if missing:
            message = f"the patch has no `{missing[0]}`"
            yield Fault("missing-field", field, message, f"add `{missing[0]}:`", reads=("patches",))
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
        yield from _effect(patch, targets, field)


def _null_in_list(value: Json) -> bool:
    """Kubernetes makes an empty item of it, and kustomize loses it: nobody means that."""
    if isinstance(value, dict):
        return any(_null_in_list(item) for item in value.values())
    return isinstance(value, list) and any(item is None or _null_in_list(item) for item in value)


def _effect(patch: JsonMap, targets: list[Resource], field: Path) -> Iterator[Fault]:
    """What comes of a patch that has something to patch."""
    operations = patch["patch"] if isinstance(patch["patch"], list) else []
    for place, operation in enumerate(operations):
        if operation["op"] != "remove" and "value" not in operation:
            message = f"the operation has nothing to {operation['op']}"
            yield Fault("missing-field", (*field, "patch", place), message, "add `value:`", reads=("patches",))
            return
    patched = targets
    single = [{**patch, "patch": [operation]} for operation in operations] or [patch]
    for place, one in enumerate(single):
        where: Path = (*field, "patch", place, "path") if operations else (*field, "patch")
        try:
            patched = applied([one], patched)
        except PatchFailed as error:
            message = f"the path {error} does not exist in the {targets[0].key[1]}"
            yield Fault("patch-failed", where, message, "`kubecatalog build` prints what there is", reads=(ANYTHING,))
            return
        if not all(manifests.is_manifest(resource.manifest) for resource in patched):
            message = "the patch takes away what makes the resource one: its apiVersion, kind or name"
            yield Fault("patch-failed", where, message, "leave out a resource with a field, such as `enabled: false`")
            return
        if any(_null_in_list(resource.manifest) for resource in patched):
            yield Fault("null-in-list", where, "the patch puts a null into a list", "write an item, or leave it out")
            return
    if patched == targets:
        message = "the patch changes nothing"
        yield Fault("patch-without-effect", field, message, "remove it", "warning", reads=(ANYTHING,))


def check_manifests(plan: ServicePlan) -> Iterator[Fault]:
    for name, item in plan.spec.get("manifests", {}).items():
        field: Path = ("manifests", name)
        if "from" not in item:
            yield from manifest_faults(item, field)
        elif item["from"] in plan.files:
            yield from _file(item["from"], plan.files[item["from"]], (*field, "from"))


def _file(path: str, text: str, field: Path) -> Iterator[Fault]:
    """The faults of the manifests in a file, with their places there."""
    try:
        documents = manifests.documents(text)
    except yaml.YAMLError as error:
        problem = syntax.explain(text, error)
        yield Fault(problem.rule, field, problem.message, problem.hint, at=(path, problem.line, problem.column))
        return
    if not documents:
        yield Fault("empty-file", field, f"there is no manifest in {path}", "write one, or remove the line")
    for position, document in documents:
        at = (path, *yaml_source.locate(text.encode(), (), document=position))
        yield from (replace(fault, at=at) for fault in manifest_faults(document, field))


def manifest_faults(manifest: Json, field: Path) -> Iterator[Fault]:
    if not isinstance(manifest, dict):
        yield Fault("invalid-manifest", field, "a manifest is a map", "write apiVersion, kind and metadata")
        return
    if _null_in_list(manifest):
        yield Fault("null-in-list", field, "a list of the manifest holds a null", "write an item, or leave it out")
    if str(manifest.get("kind")).endswith("List") and "items" in manifest:
        yield Fault("list-manifest", field, "a List is not a manifest of its own", "write each of its items")
        return
    missing = [name for name, path in _IDENTITY.items() if not _is_text(manifest, path)]
    if missing:
        message = f"the manifest has no {' and no '.join(missing)}"
        yield Fault("invalid-manifest", field, message, f"add {' and '.join(f'`{name}`' for name in missing)}")
    annotations = _value(manifest, ("metadata", "annotations"))
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


def _value(manifest: JsonMap, path: Path) -> Json:
    try:
        return get(manifest, path)
    except KeyError:
        return None


def _is_text(manifest: JsonMap, path: Path) -> bool:
    value = _value(manifest, path)
    return isinstance(value, str) and bool(value)
