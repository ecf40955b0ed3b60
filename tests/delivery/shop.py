"""A shop of which Flux is told, and what it is told."""

from __future__ import annotations

from pathlib import Path

import yaml

from generator.json_types import JsonMap
from tests.repository import Repository

REPOSITORY = "https://git.example.com/shop/deploy.git"
ENVIRONMENTS: JsonMap = {"dev": {"domain": "dev.example.com"}, "prod": {"domain": "example.com"}}
IMAGE = "registry.example.com/shop/app:1.0.0"
SERVICES: dict[str, JsonMap] = {
    "api": {"image": IMAGE, "port": 8080, "dependsOn": ["db"]},
    "db": {"image": IMAGE, "port": 5432},
}


def platform(flux: JsonMap | bool = True, **more: object) -> JsonMap:
    """`more` are fields of `delivery`."""
    delivery = {"repository": REPOSITORY, "flux": flux, **more}
    return {"name": "shop", "defaults": {"size": "small"}, "environments": dict(ENVIRONMENTS), "delivery": delivery}


def objects(repository: Repository, folder: str = "delivery/flux/dev") -> dict[str, JsonMap]:
    """What kustomize makes of a folder, as `kubectl apply -k` would, by kind and name."""
    built = repository.kustomize(folder)
    assert built.returncode == 0, built.stderr
    found = [item for item in yaml.safe_load_all(built.stdout) if item]
    return {f"{item['kind']}/{item['metadata']['name']}": item for item in found}


def rendered(root: Path, told: JsonMap, services: dict[str, JsonMap]) -> Repository:
    repository = Repository(root)
    repository.catalog(told, services)
    repository.rendered()
    return repository
