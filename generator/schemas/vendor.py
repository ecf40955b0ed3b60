"""`python -m generator.schemas.vendor [--check]`: packages and modules -> `schemas/`, or whether it is as locked.

A source whose version is in the lock must have the digest that the lock holds. One that is new, or whose version was
changed in sources.py, is recorded.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import yaml

from generator.errors import FINDINGS, USAGE, KubecatalogError
from generator.json_types import JsonMap
from generator.schemas import crd, fetch, kubernetes, layout, lock, sources
from generator.schemas.locations import CRD_INDEX, schemas_dir
from generator.schemas.manifests import Loader


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: python -m generator.schemas.vendor [--check]", file=sys.stderr)
        return USAGE
    try:
        return check(schemas_dir()) if arguments else build(schemas_dir())
    except KubecatalogError as error:
        print(f"error: {error.message}", *([f"  hint: {error.hint}"] if error.hint else []), sep="\n", file=sys.stderr)
        return error.code


def check(schemas: Path) -> int:
    found = lock.problems(schemas)
    for line in found:
        print(f"{schemas.name}/{line}")
    if found:
        print("  hint: the schemas are built, not written: restore them from git, or run `make schemas`")
    return FINDINGS if found else 0


def build(schemas: Path) -> int:
    """Everything is fetched and converted before the first file is replaced."""
    old = lock.read(schemas)
    with tempfile.TemporaryDirectory() as scratch:
        definitions, kubernetes_source, files = _kubernetes(old, Path(scratch))
        metadata = crd.object_meta(definitions)
        index: JsonMap = {}
        crd_sources = [_module(module, old, Path(scratch), metadata, index, files) for module in sources.MODULES]
    files[CRD_INDEX] = layout.text(index)
    _replace(schemas, files)
    lock.write(schemas, [kubernetes_source, *crd_sources], {CRD_INDEX: lock.sha256(files[CRD_INDEX].encode())})
    size = sum(map(len, files.values())) // 1000
    print(f"{schemas.name}: {len(files)} files, {size} kB, {len(index)} custom resources")
    return 0


def _kubernetes(old: JsonMap, scratch: Path) -> tuple[JsonMap, JsonMap, dict[str, str]]:
    """The definitions of the newest version, the lock's entry, and the files of all versions."""
    name, version = sources.KUBERNETES_PACKAGE, sources.KUBERNETES_PACKAGE_VERSION
    wheel, digest = fetch.python_package(name, version, scratch)
    _expect(old, name, version, digest)
    files: dict[str, str] = {}
    definitions: JsonMap = {}
    with ZipFile(wheel) as archive:
        for minor in sources.KUBERNETES_VERSIONS:
            path = f"kubernetes_validate/kubernetes-json-schema/v{minor}.0-local-strict/_definitions.json"
            definitions = json.loads(archive.read(path))["$defs"]
            for file, schema in kubernetes.files(definitions).items():
                files[f"kubernetes/v{minor}/{file}"] = layout.text(schema)
    pinned = {path: lock.sha256(content.encode()) for path, content in files.items() if "/_definitions" in path}
    newest = {definition: kubernetes.trim(schema) for definition, schema in definitions.items()}
    return newest, lock.source(name, version, digest, pinned), files


def _module(
    module: sources.Module, old: JsonMap, scratch: Path, metadata: JsonMap, index: JsonMap, files: dict[str, str]
) -> JsonMap:
    """Adds the module's schemas to `files` and its kinds to `index`; returns its entry in the lock."""
    archive, digest = fetch.go_module(module.name, module.version, scratch)
    _expect(old, module.name, module.version, digest)
    added: dict[str, str] = {}
    with ZipFile(archive) as opened:
        for definition in _crds(opened, module):
            for file, schema in crd.files(definition, metadata):
                added[f"crds/{file}"] = layout.text(schema)
            key = f"{definition['spec']['group']}/{definition['spec']['names']['kind']}"
            index[key] = crd.entry(definition, module.title)
    files.update(added)
    hashes = {path: lock.sha256(content.encode()) for path, content in added.items()}
    return lock.source(module.name, module.version, digest, hashes)


def _crds(archive: ZipFile, module: sources.Module) -> Iterator[JsonMap]:
    """The module's definitions; of the less stable ones only the versions that the others do not serve."""
    stable = {definition["metadata"]["name"]: definition for definition in _read(archive, module, module.files)}
    if not stable:
        raise KubecatalogError(f"{module.title} has no CRD in {module.files}", "its layout changed: see sources.py")
    for definition in _read(archive, module, module.unserved_elsewhere):
        known = stable.setdefault(definition["metadata"]["name"], definition)
        names = {version["name"] for version in crd.served(known)}
        known["spec"]["versions"] += [version for version in crd.served(definition) if version["name"] not in names]
    yield from stable.values()


def _read(archive: ZipFile, module: sources.Module, pattern: str) -> Iterator[JsonMap]:
    for manifests in module.manifests(archive, pattern):
        for document in yaml.load_all(manifests, Loader):
            if document and document.get("kind") == "CustomResourceDefinition":
                yield document


def _expect(old: JsonMap, name: str, version: str, digest: str) -> None:
    expected = lock.pinned(old, name, version)
    if expected and expected != digest:
        raise KubecatalogError(
            f"{name} {version} has changed: expected {expected}, found {digest}",
            f"a released version never changes; find out why before you remove it from {lock.NAME}",
        )


def _replace(schemas: Path, files: dict[str, str]) -> None:
    for folder in lock.FOLDERS:
        shutil.rmtree(schemas / folder, ignore_errors=True)
    for name, content in files.items():
        path = schemas / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
