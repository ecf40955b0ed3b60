"""Every module that should be in a table is in it, and every field is documented, checked and shown."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import click
import pytest
import yaml

import generator.language
import generator.model.meaning
import generator.resources
from generator import docs
from generator.checks.reference import indexes
from generator.checks.reference.indexes import Index, Selectors
from generator.cli import cli
from generator.language import CONCERNS, FIELDS
from generator.language.types import Field
from generator.language.workloads import OWN_FIELDS_OF_KUBERNETES
from generator.model import meaning
from generator.model.catalog import Schemas
from generator.resources import EMITTERS, SERVICE_EMITTERS
from generator.tools.locate import CHECKOUT

REFERENCE = (CHECKOUT / "docs" / "reference" / "service.md").read_text()


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{info.name}")


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return Schemas()


def test_every_emitter_is_in_the_table() -> None:
    emitters = [
        module
        for module in _modules(generator.resources)
        if (emit := getattr(module, "emit", None)) and "plan" in inspect.signature(emit).parameters
    ]
    listed = {getattr(module, "__name__", "") for module in (*EMITTERS, *SERVICE_EMITTERS)}
    assert {module.__name__ for module in emitters} == listed


def test_every_concern_is_in_the_table() -> None:
    concerns = {
        module.__name__
        for module in _modules(generator.language)
        if any(isinstance(field, Field) for field in getattr(module, "FIELDS", ()))
    }
    assert concerns == {module.__name__ for module in CONCERNS}


def test_no_two_concerns_have_a_field_of_the_same_name() -> None:
    names = [field.name for concern in CONCERNS for field in concern.FIELDS]
    assert sorted(names) == sorted(set(names))


def test_every_index_is_in_the_table() -> None:
    """One that is not would hide changes."""
    made = [item for item in vars(indexes).values() if isinstance(item, Index | Selectors)]
    assert {item.index if isinstance(item, Selectors) else item for item in made} == set(indexes.INDEXES)
    assert len({index.name for index in indexes.INDEXES}) == len(indexes.INDEXES)


def test_every_meaning_check_is_called() -> None:
    called = inspect.getsource(meaning)
    checks = [module.__name__.rpartition(".")[2] for module in _modules(meaning) if hasattr(module, "check")]
    assert [name for name in checks if f"{name}.check" not in called] == []


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_field_is_described_shown_and_its_example_fits_the_schema(field: Field, schemas: Schemas) -> None:
    assert field.description.endswith("."), "a description is a sentence"
    assert f"### `{field.name}`\n\n{field.description}\n" in REFERENCE
    found = schemas.of_service({field.name: field.example})
    assert [f"{mistake.path}: {mistake.message}" for mistake in found] == []


def test_the_example_of_the_platform_page_is_one(schemas: Schemas) -> None:
    found = schemas.of_platform(yaml.safe_load(docs.PLATFORM_EXAMPLE))
    assert [f"{mistake.path}: {mistake.message}" for mistake in found] == []


# What is measured for the page of the coverage takes long, so that it is compared where that is there: tests/coverage.
@pytest.mark.parametrize("name", [name for name in docs.FILES if name != "docs/reference/coverage.md"])
def test_what_is_generated_from_the_language_is_up_to_date(name: str) -> None:
    assert (CHECKOUT / name).read_text() == docs.FILES[name](), "run `python -m generator.docs`"


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from _commands(command)


def test_every_command_says_what_it_does() -> None:
    commands = list(_commands(cli))
    assert {"render", "secrets", "set"} <= {command.name for command in commands}
    assert [command.name for command in commands if not (command.help or "").rstrip().endswith(".")] == []
    options = [(command.name, option) for command in commands for option in command.params]
    unsaid = [
        f"{name} {option.name}"
        for name, option in options
        if isinstance(option, click.Option) and not (option.help or "").endswith(".")
    ]
    assert unsaid == []


def test_what_a_kind_of_workload_has_is_its_own(schemas: Schemas) -> None:
    """Such a field of the service is not that of its further workloads, which may be of another kind."""
    of_kinds = {name for names in schemas.fields.workload.values() for name in names}
    assert of_kinds <= OWN_FIELDS_OF_KUBERNETES
