"""A kind that kubeconform has no schema for -> why, and where it may be had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.problems import Problem
from generator.schemas.locations import custom_resources, kinds, minor, schema_files
from generator.schemas.suggest import nearest

FAULT = "missing-schema"


def why(api_version: str, kind: str, version: str, root: Path) -> Problem:
    label = f"{kind} of {api_version}"
    if is_known(api_version, kind, version, root):
        (file, *_) = schema_files(api_version, kind, version, root)
        return Problem(FAULT, "kind", f"the schema of {label} cannot be used", f"kubeconform does not compile {file}")
    field, hint = _advice(api_version, kind, version, root)
    return Problem(FAULT, field, f"no schema for {label}", hint)


def is_known(api_version: str, kind: str, version: str, root: Path) -> bool:
    """Whether there is a schema for exactly this kind; kubeconform looks only at the first label of the group."""
    if (api_version, kind) in kinds(version):
        return True
    files = schema_files(api_version, kind, version, root)
    return any(file.parent.name == api_version.rpartition("/")[0] for file in files)


def _advice(api_version: str, kind: str, version: str, root: Path) -> tuple[str, str]:
    """(field, hint): another version or group of the kind, a kind of nearly that name, or how to add a schema."""
    group, _, name = api_version.rpartition("/")
    builtin, resources = kinds(version), tuple(_resources(root))
    groups = {"extensions", *(other.rpartition("/")[0] for other, _ in builtin)}
    # Kubernetes has moved kinds from one of its groups to another; a namesake in a stranger's group is another kind.
    known = builtin if group in groups else [pair for pair in resources if pair[0].rpartition("/")[0] == group]
    elsewhere = [other for other, known_kind in known if known_kind == kind]
    if elsewhere:
        return "apiVersion", f"did you mean {' or '.join(elsewhere)}?"
    near = nearest(kind, [known_kind for other, known_kind in known if other == api_version])
    if near:
        return "kind", f"did you mean {near}?"
    if group in groups:
        return "kind", f"Kubernetes {minor(version)} has no such kind"
    return "kind", f"add it from its CRD to schemas/crds/{group}/{kind.lower()}_{name}.json, see schemas/README.md"


def _resources(root: Path) -> Iterator[tuple[str, str]]:
    for key, entry in custom_resources(root).items():
        group, _, kind = key.rpartition("/")
        yield from ((f"{group}/{version}", kind) for version in entry["versions"])
