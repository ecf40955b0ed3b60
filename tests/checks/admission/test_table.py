"""The table of types: whole, and true to Kubernetes' definitions."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest

from generator.checks.admission.table import PACKAGES, module_of, modules, names, type_of
from generator.json_types import JsonMap
from generator.schemas.locations import definitions, versions


def _modules() -> Iterator[ModuleType]:
    package = importlib.import_module("generator.checks.admission.types")
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)


MODULES = list(modules())


@cache
def _properties(name: str) -> frozenset[str] | None:
    """Of a type, in any version; None where no version has it."""
    found: list[JsonMap] = [own[name] for minor in versions() if name in (own := definitions(minor))]
    return frozenset(key for definition in found for key in definition.get("properties", ())) if found else None


def test_every_module_with_a_type_is_in_the_table() -> None:
    found = {module.__name__ for module in _modules() if hasattr(module, "TYPE")}
    assert found == {module.__name__ for module in MODULES}


def test_every_module_is_called_so_that_its_types_are_found() -> None:
    assert [name for module in MODULES for name in names(module) if module_of(name) is not module] == []


def test_a_type_that_nobody_describes_may_have_anything() -> None:
    assert module_of("io.k8s.api.core.v1.PodCondition") is None
    assert not any(_said("io.k8s.api.core.v1.PodCondition"))


def test_no_type_is_there_twice() -> None:
    every = [name for module in MODULES for name in names(module)]
    assert sorted(set(every)) == sorted(every)


def test_every_type_is_found_by_its_group() -> None:
    assert [name for module in MODULES for name in names(module) if not any(_said(name))] == []
    assert {package for packages in PACKAGES.values() for package in packages} == {
        module.__name__.split(".")[4] for module in MODULES
    }


def _said(name: str) -> list[object]:
    """What is known of a type."""
    found = type_of(name)
    return [found.fields, found.rules, found.excused, found.admission, found.defaulted]


@pytest.mark.parametrize("module", MODULES, ids=[module.TYPE for module in MODULES])
def test_a_type_is_one_of_kubernetes_with_these_fields(module: ModuleType) -> None:
    found = [_properties(name) for name in names(module)]
    assert None not in found
    assert set(getattr(module, "FIELDS", ())) <= {field for properties in found for field in properties or ()}


@pytest.mark.parametrize("module", MODULES, ids=[module.TYPE for module in MODULES])
def test_a_module_says_something_and_where_it_is_from(module: ModuleType) -> None:
    assert any(hasattr(module, part) for part in ("FIELDS", "RULES", "EXCUSED", "ADMISSION", "DEFAULTED"))
    assert "https://" in (module.__doc__ or "")
