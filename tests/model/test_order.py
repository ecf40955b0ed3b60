"""The order of keys and files in the catalog never changes a byte of the tree."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from generator.catalog.yaml_source import parse
from generator.json_types import Json, JsonMap
from generator.tools.locate import CHECKOUT
from tests.law.cases import CASES
from tests.law.cases import PLATFORM as CASES_PLATFORM
from tests.law.services import FILES, with_name
from tests.law.test_random import PLATFORMS, drawn
from tests.repository import PLATFORM, SERVICES, Repository

Catalog = tuple[JsonMap, dict[str, JsonMap]]


def shuffled(value: Json, random: Random) -> Json:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


def data(path: Path) -> JsonMap:
    parsed = parse(path.read_bytes())
    assert not parsed.problems
    found: JsonMap = parsed.data
    return found


def assert_same_bytes(repository: Repository, catalog: Catalog) -> None:
    """Render the catalog as it is, then with all keys shuffled, into the same repository and anew."""
    platform, services = catalog
    repository.catalog(platform, services)
    repository.rendered()
    tree = repository.tree()
    random = Random(len(services))
    names = list(services)
    random.shuffle(names)
    repository.platform(shuffled(platform, random))
    for name in names:
        repository.service(name, shuffled(services[name], random))
    shutil.rmtree(repository.root / ".kubecatalog")
    outcome = repository.rendered()
    assert (outcome.written, outcome.deleted) == ([], [])
    assert repository.tree() == tree


def test_of_the_reference_catalog(tmp_path: Path) -> None:
    services = {path.stem: data(path) for path in sorted((CHECKOUT / SERVICES).glob("*.yaml"))}
    repository = Repository(tmp_path / "repository")
    for folder in ("catalog", "secrets"):
        shutil.copytree(CHECKOUT / folder, repository.root / folder)
    assert_same_bytes(repository, (data(CHECKOUT / PLATFORM), services))


def test_of_the_named_cases(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    for case in CASES.values():
        for path, text in case.files.items():
            repository.write(f"{SERVICES}/{path}", text)
    assert_same_bytes(repository, (CASES_PLATFORM, {name: case.service for name, case in CASES.items()}))


@pytest.mark.parametrize(("name", "number"), [("four", 5), ("six", 6)])
def test_of_random_catalogs(name: str, number: int, tmp_path: Path) -> None:
    platform = PLATFORMS[name]
    found = drawn(sorted(platform["environments"]), 16, number)
    services = {f"s{place}": with_name(service, f"s{place}") for place, service in enumerate(found)}
    repository = Repository(tmp_path / "repository")
    repository.catalog(platform, services)
    for path, content in FILES.items():
        repository.write(f"{SERVICES}/{path}", content)
    broken = {finding.source.file for finding in repository.render().findings if finding.severity == "error"}
    kept = {name: service for name, service in services.items() if f"{SERVICES}/{name}.yaml" not in broken}
    assert len(kept) > len(services) / 2
    for left_out in services.keys() - kept.keys():
        repository.remove(f"{SERVICES}/{left_out}.yaml")
    assert_same_bytes(repository, (platform, kept))
