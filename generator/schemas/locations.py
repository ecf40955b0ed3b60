"""A Kubernetes version and a repository -> where its schemas are, and what they say about a kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.schemas import kubernetes, lock
from generator.schemas.scopes import CLUSTER_SCOPED, NAMESPACED

SERVICE_SCHEMA = "catalog/service.schema.json"
PLATFORM_SCHEMA = "catalog/platform.schema.json"
CRD_INDEX = "crds/index.json"
UNREADABLE = frozenset("#%?{")


@cache
def schemas_dir() -> Path:
    """The vendored schemas: inside an installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_schemas"
    return installed if installed.is_dir() else package.parent / "schemas"


@cache
def versions() -> tuple[str, ...]:
    """The minor versions that there are schemas for, oldest first."""
    folders = (path.name.removeprefix("v") for path in (schemas_dir() / "kubernetes").glob("v*"))
    return tuple(sorted(folders, key=lambda minor: [int(part) for part in minor.split(".")]))


def minor(version: str) -> str:
    """`v1.36.2` and `1.36` -> `1.36`; raises KubecatalogError when there are no schemas for it."""
    short = ".".join(version.removeprefix("v").split(".")[:2])
    known = versions()
    if short not in known:
        raise KubecatalogError(
            f"no schemas for Kubernetes {version}", f"there are schemas for {known[0]} to {known[-1]}" if known else ""
        )
    return short


def schema_locations(version: str, root: Path) -> list[str]:
    """Templates for kubeconform's `-schema-location`, in the order in which it is to look.

    CRDs come first: their folders are whole groups, while of Kubernetes' file names the first label of a group is part,
    so that an `Ingress` of `networking.example.com/v1` would find Kubernetes' own.
    """
    for folder in (schemas_dir(), *crd_dirs(root)):
        # It makes a template, and then a URL, out of the path without escaping it.
        if found := UNREADABLE.intersection(str(folder)):
            characters = " ".join(sorted(found))
            raise KubecatalogError(
                f"kubeconform cannot read schemas in {folder}", f"rename the folder with {characters}"
            )
    kind = "{{.ResourceKind}}{{.KindSuffix}}.json"
    resource = "{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"
    return [
        *(str(folder / resource) for folder in crd_dirs(root)),
        str(schemas_dir() / "kubernetes" / f"v{minor(version)}" / kind),
    ]


def crd_dirs(root: Path) -> list[Path]:
    """The repository's own CRD schemas before the vendored ones: its clusters may run other versions of them."""
    own, vendored = root.resolve() / "schemas" / "crds", schemas_dir() / "crds"
    return [own, vendored] if own.is_dir() and own != vendored else [vendored]


def own_crds(root: Path) -> list[Path]:
    """The schemas that the repository adds to the vendored ones."""
    own, *vendored = crd_dirs(root)
    return sorted(path for path in own.glob("*/*.json")) if vendored else []


def schema_files(api_version: str, kind: str, version: str, root: Path) -> Iterator[Path]:
    """The files that kubeconform finds for a kind, in its order; the same rule as `schema_locations`."""
    group, _, name = api_version.rpartition("/")
    kind_file = schemas_dir() / "kubernetes" / f"v{minor(version)}" / kubernetes.kind_file(f"{api_version}/{kind}")
    for path in [*(folder / group / f"{kind.lower()}_{name}.json" for folder in crd_dirs(root) if group), kind_file]:
        if path.is_file():
            yield path


def digest(root: Path) -> str:
    """Changes whenever a schema may have: with the content of the lock, and of the repository's own."""
    found = hashlib.sha256((schemas_dir() / lock.NAME).read_bytes())
    for path in own_crds(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        found.update(f"{path.relative_to(root.resolve())}:{content}\n".encode())
    return found.hexdigest()


def is_namespaced(api_version: str, kind: str, root: Path) -> bool | None:
    """Whether objects of the kind live in a namespace; None for a kind that nobody described."""
    group = api_version.rpartition("/")[0]
    key = f"{group}/{kind}" if group else kind
    if key in NAMESPACED or key in CLUSTER_SCOPED:
        return key in NAMESPACED
    for folder in crd_dirs(root):
        entry = index(folder).get(key)
        if entry is not None:
            return bool(entry["scope"] == "Namespaced")
    return None


def custom_resources(root: Path) -> JsonMap:
    """`group/Kind` -> scope, plural, versions and source of every CRD that there is a schema for."""
    found: JsonMap = {}
    for folder in reversed(crd_dirs(root)):
        found.update(index(folder))
    return found


@cache
def index(folder: Path) -> JsonMap:
    path = folder / "index.json"
    if not path.is_file():
        return {}
    try:
        index: JsonMap = json.loads(path.read_bytes())
    except ValueError as error:
        raise KubecatalogError(f"{path} is not JSON: {error}", "restore it, or add its CRDs again") from error
    return index


@cache
def definitions(version: str) -> JsonMap:
    """Kubernetes' definitions by their full names (`io.k8s.api.apps.v1.Deployment`); do not change what you get."""
    path = schemas_dir() / "kubernetes" / f"v{minor(version)}" / kubernetes.FULL_FILE
    found: JsonMap = json.loads(path.read_bytes())["$defs"]
    return found


@cache
def custom_schema(api_version: str, kind: str) -> JsonMap:
    """The vendored schema of a custom resource; do not change what you get."""
    group, _, version = api_version.rpartition("/")
    path = schemas_dir() / "crds" / group / f"{kind.lower()}_{version}.json"
    found: JsonMap = json.loads(path.read_bytes())
    return found


@cache
def kinds(version: str) -> tuple[tuple[str, str], ...]:
    """(`apps/v1`, `Deployment`) for every kind that Kubernetes itself has in that version."""
    names = (name.rpartition("/") for _, name in kubernetes.top_level_kinds(definitions(version)))
    return tuple((api_version, kind) for api_version, _, kind in names)
