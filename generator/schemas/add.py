"""`python -m generator.schemas.add [-C DIR] CRD.yaml...`: CRDs -> schemas of a repository's own custom resources."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.schemas import crd, layout
from generator.schemas.locations import definitions, index, schemas_dir, versions
from generator.schemas.manifests import documents


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m generator.schemas.add", description="Add the schemas of CRDs.")
    parser.add_argument("-C", dest="root", metavar="DIR", type=Path, default=Path(), help="the repository")
    parser.add_argument("files", metavar="CRD.yaml", type=Path, nargs="+", help="manifests that hold the CRDs")
    options = parser.parse_args(arguments)
    try:
        for path in add(options.files, options.root):
            print(path)
    except KubecatalogError as error:
        print(f"error: {error.message}", *([f"  hint: {error.hint}"] if error.hint else []), sep="\n", file=sys.stderr)
        return error.code
    return 0


def add(files: Iterable[Path], root: Path) -> list[Path]:
    """Writes the schemas and the index, and returns the paths of the schemas. Raises KubecatalogError."""
    folder = root.resolve() / "schemas" / "crds"
    if folder == schemas_dir() / "crds":
        raise KubecatalogError(
            "these are kubecatalog's own schemas, which are built", "name another repository with -C, or see sources.py"
        )
    return write(((definition, file.name) for file in files for definition in _definitions(file)), folder)


def write(found: Iterable[tuple[JsonMap, str]], folder: Path) -> list[Path]:
    """Puts CustomResourceDefinitions, each with the name of its source, into a folder of schemas and its index."""
    metadata = crd.object_meta(definitions(versions()[-1]))
    entries = _index(folder / "index.json")
    written: dict[Path, str] = {}
    for definition, source in found:
        kind = f"{definition['spec']['group']}/{definition['spec']['names']['kind']}"
        entries[kind] = crd.entry(definition, source)
        written |= {folder / name: layout.text(schema) for name, schema in crd.files(definition, metadata)}
    for path, content in {**written, folder / "index.json": layout.text(entries)}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    index.cache_clear()
    return sorted(written)


def _definitions(file: Path) -> Iterator[JsonMap]:
    try:
        found = [document for _, document in documents(file) if document.get("kind") == "CustomResourceDefinition"]
    except (OSError, yaml.YAMLError) as error:
        raise KubecatalogError(f"{file} cannot be read: {error}") from error
    if not found:
        raise KubecatalogError(f"{file} holds no CustomResourceDefinition")
    for definition in found:
        if definition.get("apiVersion") != "apiextensions.k8s.io/v1":
            raise KubecatalogError(f"{file}: expected apiextensions.k8s.io/v1, found {definition.get('apiVersion')}")
        yield definition


def _index(path: Path) -> JsonMap:
    try:
        entries: JsonMap = json.loads(path.read_bytes()) if path.exists() else {}
    except ValueError as error:
        raise KubecatalogError(f"{path} is not JSON: {error}") from error
    return entries


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
