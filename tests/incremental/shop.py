"""A small catalog in which services depend on one another."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from generator.json_types import JsonMap
from generator.pipeline import Options, Outcome
from tests.repository import SERVICES, Repository

PLATFORM: JsonMap = {
    "name": "shop",
    "defaults": {"size": "small"},
    "environments": {"dev": {"domain": "dev.example.com"}, "prod": {"domain": "example.com"}},
}
CATALOG: dict[str, JsonMap] = {
    "api": {"image": "registry.example.com/api:1", "port": 8080, "dependsOn": ["db", {"service": "cache"}]},
    "cache": {"image": "registry.example.com/cache:1", "ports": {"redis": 6379}},
    "db": {
        "image": "registry.example.com/db:1",
        "ports": {"sql": 5432, "metrics": 9187},
        "config": {"mount": "/etc/db", "files": {"db.conf": {"from": "db/db.conf"}}},
    },
    "web": {"image": "registry.example.com/web:1", "port": 80, "dependsOn": ["api"], "expose": "web.{domain}"},
    "worker": {"image": "registry.example.com/worker:1", "dependsOn": [{"service": "db", "ports": ["sql"]}]},
}
CONF = f"{SERVICES}/db/db.conf"
UNITS = len(CATALOG) + 1
"""The services, and what belongs to the environments themselves."""


@dataclass
class Shop:
    """The repository, with its catalog as data that a test changes; only what was changed is written."""

    root: Path
    platform: JsonMap = field(default_factory=lambda: deepcopy(PLATFORM))
    services: dict[str, JsonMap] = field(default_factory=lambda: deepcopy(CATALOG))
    _written: dict[str, JsonMap] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.repository.write(CONF, "port = 5432\n")
        self.save()

    @property
    def repository(self) -> Repository:
        return Repository(self.root)

    def save(self) -> None:
        if self._written.get("") != self.platform:
            self.repository.platform(self.platform)
        for name, service in self.services.items():
            if self._written.get(name) != service:
                self.repository.service(name, service)
        for name in self._written.keys() - self.services.keys() - {""}:
            self.repository.remove(f"{SERVICES}/{name}.yaml")
        self._written = deepcopy({"": self.platform, **self.services})

    def render(self) -> Outcome:
        self.save()
        return self.repository.render()

    def validate(self, *services: str, env: str = "") -> Outcome:
        self.save()
        return self.repository.run(Options(services=services, environments=(env,) if env else ()))


def made(outcome: Outcome) -> int:
    """How many units were made again."""
    return UNITS - outcome.reused


def units(paths: list[str]) -> set[str]:
    """The units that files of the tree belong to."""
    return {path.split("/")[1 if path.startswith("base/") else 2] for path in paths}
