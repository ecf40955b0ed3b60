"""`schemas/lock.json`: where every vendored file came from, its digest, and whether that still holds.

The small files of Kubernetes' kinds are not listed: they follow from the definitions, so they are derived again and
compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.schemas import kubernetes
from generator.schemas.layout import text

NAME = "lock.json"
FOLDERS = ("kubernetes", "crds")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read(schemas: Path) -> JsonMap:
    """The lock, or an empty one where there is none yet."""
    path = schemas / NAME
    if not path.exists():
        return {"sources": [], "files": {}}
    try:
        lock: JsonMap = json.loads(path.read_bytes())
    except ValueError as error:
        raise KubecatalogError(f"{path} is not JSON: {error}", "restore it from git, or run `make schemas`") from error
    return lock


def pinned(lock: JsonMap, name: str, version: str) -> str:
    """The digest that the lock holds for this version of a source, or nothing."""
    for source in lock["sources"]:
        if source["name"] == name and source["version"] == version:
            return str(source["digest"])
    return ""


def problems(schemas: Path) -> list[str]:
    """What is wrong with the folder, a line a file; nothing when every byte is as locked."""
    locked = listed(read(schemas))
    present = {
        path.relative_to(schemas).as_posix(): path
        for folder in FOLDERS
        for path in sorted((schemas / folder).rglob("*"))
        if path.is_file()
    }
    found = [f"{name}: missing" for name in locked if name not in present]
    found += [f"{name}: edited" for name, digest in locked.items() if _differs(present.get(name), digest)]
    derived = derive(schemas, [name for name in locked if name in present])
    found += [f"{name}: missing" for name in derived if name not in present]
    found += [f"{name}: edited" for name, digest in derived.items() if _differs(present.get(name), digest)]
    # The files of kinds can only be told from others by definitions that are whole.
    doubtful = {name.split(":")[0].rpartition("/")[0] for name in found if f"/{kubernetes.FULL_FILE}:" in name}
    found += [
        f"{name}: not in {NAME}"
        for name in present
        if name not in locked and name not in derived and name.rpartition("/")[0] not in doubtful
    ]
    return sorted(found)


def listed(lock: JsonMap) -> dict[str, str]:
    files: dict[str, str] = dict(lock["files"])
    for source in lock["sources"]:
        files.update(source["files"])
    return files


def derive(schemas: Path, names: list[str]) -> dict[str, str]:
    """The digest of every kind's file, from the definitions among `names`."""
    return {
        f"{name.rpartition('/')[0]}/{file}": sha256(text(schema).encode())
        for name in names
        if name.endswith("/" + kubernetes.FULL_FILE)
        for file, schema in _kind_files(schemas / name)
    }


def _kind_files(path: Path) -> Iterator[tuple[str, JsonMap]]:
    try:
        definitions = json.loads(path.read_bytes())["$defs"]
    except (ValueError, KeyError):
        return  # an edited file, which is reported as one
    yield from kubernetes.kind_files(definitions).items()


def _differs(path: Path | None, digest: str) -> bool:
    return path is not None and sha256(path.read_bytes()) != digest


def source(name: str, version: str, digest: str, files: Mapping[str, str]) -> JsonMap:
    return {"name": name, "version": version, "digest": digest, "files": dict(sorted(files.items()))}


def write(schemas: Path, sources: list[JsonMap], files: Mapping[str, str]) -> None:
    lock = {"sources": sources, "files": dict(files)}
    (schemas / NAME).write_text(json.dumps(lock, indent=2) + "\n")
