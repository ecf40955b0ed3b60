"""A catalog of nine services in two states, and a copy of a repository in a known state for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.json_types import JsonMap
from tests.repository import SERVICES, Repository, files

PLATFORM: JsonMap = {
    "name": "shop",
    "defaults": {"size": "small"},
    "environments": {"dev": {"domain": "dev.example.com"}, "prod": {"domain": "example.com"}},
}
HANDWRITTEN = {
    "base/notes.txt": b"ours\n",
    "overlays/prod/s03/README.md": b"why prod differs\n",
    "overlays/prod/s19/README.md": b"beside a service that goes\n",
    "overlays/extra/kustomization.yaml": b"resources: []\n",
}
"""Files of people in the folders that are generated."""


NUMBERS = (*range(7), 18, 19)
"""Enough for each way in which a service can differ: a run takes as long as it has services."""

UNITS = len(NUMBERS) + 1
"""What a run makes: the services, and what belongs to the environments."""


def _service(number: int, version: int) -> JsonMap:
    service: JsonMap = {
        "image": f"registry.example.com/app:{version}",
        "port": 8080,
        "env": {"VERSION": str(version)},
        "environments": {"prod": {"replicas": 2 + version, "env": {"PROD": str(version)}}},
    }
    if number % 3 == 0:
        files = {"app.yml": f"version: {version}\n", f"only-{version}.yml": "a: 1\n"}
        service["config"] = {"mount": "/etc/app", "files": files, "values": {"A": str(version)}}
        service["environments"]["prod"]["config"] = {"files": {"app.yml": f"prod: {version}\n"}}
    if number % 4 == 0:
        service["environments"]["dev"] = {"service": {"annotations": {"note": str(version)}}}
    return service


def before() -> tuple[JsonMap, dict[str, JsonMap]]:
    return PLATFORM, {f"s{number:02}": _service(number, 1) for number in NUMBERS}


def after() -> tuple[JsonMap, dict[str, JsonMap]]:
    """Every file differs; two services are gone, one has another name, two are new."""
    platform = {**PLATFORM, "defaults": {**PLATFORM["defaults"], "labels": {"team": "a"}}}
    services = {f"s{number:02}": _service(number, 2) for number in NUMBERS if number < 18}
    services["renamed"] = services.pop("s06")
    services.update({name: _service(3, 2) for name in ("new-a", "new-b")})
    return platform, services


def set_catalog(repository: Repository, catalog: tuple[JsonMap, dict[str, JsonMap]]) -> None:
    """Make the repository's catalog this one and no more."""
    shutil.rmtree(repository.root / SERVICES, ignore_errors=True)
    repository.catalog(*catalog)


def add_handwritten(repository: Repository) -> None:
    for path, content in HANDWRITTEN.items():
        repository.write(path, content)


def copied(repository: Repository, root: Path) -> Repository:
    """A copy with all times kept, so that the index of the copy knows its files as well as they can be known."""
    shutil.copytree(repository.root, root, symlinks=True)
    return Repository(root)


def generated(repository: Repository) -> dict[str, bytes]:
    """The tree without what people wrote."""
    return {path: content for path, content in repository.tree().items() if path not in HANDWRITTEN}


def assert_handwritten(repository: Repository) -> None:
    found = files(repository.root, "base", "overlays")
    assert {path: found.get(path) for path in HANDWRITTEN} == HANDWRITTEN


def empty_folders(repository: Repository) -> list[str]:
    """Folders in which nothing is."""
    return [
        str(path.relative_to(repository.root))
        for top in ("base", "overlays")
        for path in sorted((repository.root / top).rglob("*"))
        if path.is_dir() and not any(path.iterdir())
    ]


def left_over(repository: Repository) -> list[str]:
    """What stands in the folder of the cache beside what belongs there."""
    expected = {
        "code.json",
        "graph.json",
        "index.json",
        "lock",
        ".gitignore",
        "manifests",
        "schemas",
        "tools.json",
        "tree.json",
    }
    return sorted(path.name for path in (repository.root / ".kubecatalog").iterdir() if path.name not in expected)
