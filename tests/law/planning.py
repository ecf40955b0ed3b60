"""The plan of a repository's catalog, and its written tree built by kustomize: the two sides of the law."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from generator.cache.files import FileDigests
from generator.cache.index import Index
from generator.inputs import Inputs
from generator.model.plan import Resource
from generator.resources import of_environment
from generator.schemas.locations import is_namespaced
from generator.unit import Unit, service_unit
from tests.law.comparison import unlike
from tests.repository import Repository, told

TOGETHER = 25
"""Overlays in one run of kustomize, whose time grows with the square of their number."""


class Plans:
    """What `generator.model` and `generator.resources` make of the catalog."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.inputs = Inputs(repository.root, Index(), FileDigests(repository.root, {}))
        self._units: dict[str, Unit] = {}

    def unit(self, name: str) -> Unit:
        if name not in self._units:
            self._units[name] = self._unit(name)
        return self._units[name]

    def _unit(self, name: str) -> Unit:
        service = self.inputs.service(name)
        if service.broken:
            return Unit(name, service.file, findings=service.findings)
        return service_unit(self.inputs.catalog, service, self.inputs.neighbours(name), self.inputs.files, self.scope)

    def scope(self, api_version: str, kind: str) -> bool | None:
        return is_namespaced(api_version, kind, self.repository.root)

    def resources(self, environment: str) -> dict[str, list[Resource]]:
        """By unit, the environment's own among them."""
        units = [self.unit(name) for name in self.inputs.files]
        own = of_environment(self.inputs.catalog.environments[environment], self.scope)
        found = {unit.name: unit.resources[environment] for unit in units if environment in unit.resources}
        return {**found, "_environment": own} if own else found


def faults(repository: Repository, service: str) -> list[str]:
    """What the catalog language does not allow of a service."""
    return told([finding for finding in Plans(repository).unit(service).findings if finding.severity == "error"])


def broken(plans: Plans, environment: str, together: int = TOGETHER) -> Iterator[str]:
    """Where the overlays of an environment do not build to what is planned for it."""
    planned = plans.resources(environment)
    folder = plans.repository.root / "overlays" / environment
    assert sorted(os.listdir(folder) if folder.is_dir() else []) == sorted(planned)
    names = sorted(planned)
    for start in range(0, len(names), together):
        yield from _broken(
            plans.repository, environment, {name: planned[name] for name in names[start : start + together]}
        )


def _broken(repository: Repository, environment: str, planned: dict[str, list[Resource]]) -> Iterator[str]:
    folders: Sequence[str] = [f"overlays/{environment}/{name}" for name in planned]
    if len(folders) == 1:
        built = repository.kustomize(folders[0])
    else:
        lines = "".join(f"- ../{folder}\n" for folder in folders)
        head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
        repository.write("together/kustomization.yaml", head + lines)
        built = repository.kustomize("together")
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    for difference in unlike(built.stdout, [resource for resources in planned.values() for resource in resources]):
        yield f"{environment}: {difference}"
