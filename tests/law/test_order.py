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
from tests.law.planning import Plans
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
    """What is rendered of a catalog stays as it is when all its keys are shuffled, and nothing is remembered."""
    platform, services = catalog
    tree = repository.tree()
    random = Random(len(services))
    names = list(services)
    random.shuffle(names)
    repository.platform(shuffled(platform, random))
    for name in names:
        repository.service(name, shuffled(services[name], random))
    shutil.rmtree(repository.root / ".kubecatalog", ignore_errors=True)
    outcome = repository.rendered()
    assert (outcome.written, outcome.deleted) == ([], [])
    assert repository.tree() == tree


def test_of_the_reference_catalog(tmp_path: Path) -> None:
    """The tree of which is there as it is committed."""
    services = {path.stem: data(path) for path in sorted((CHECKOUT / SERVICES).glob("*.yaml"))}
    repository = Repository(tmp_path / "repository")
    for name in ("catalog", "base", "overlays", "delivery", "secrets"):
        shutil.copytree(CHECKOUT / name, repository.root / name)
    shutil.copy(CHECKOUT / ".sops.yaml", repository.root)
    assert_same_bytes(repository, (data(CHECKOUT / PLATFORM), services))


def test_of_the_named_cases(named_cases: Repository, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    shutil.copytree(named_cases.root, repository.root, ignore=shutil.ignore_patterns(".kubecatalog"))
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
    plans = Plans(repository)
    kept = {name: service for name, service in services.items() if not plans.unit(name).broken}
    assert len(kept) > len(services) / 2
    for left_out in services.keys() - kept.keys():
        repository.remove(f"{SERVICES}/{left_out}.yaml")
    repository.rendered()
    assert_same_bytes(repository, (platform, kept))
