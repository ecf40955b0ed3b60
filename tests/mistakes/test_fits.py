"""That a file fits is found without jsonschema, which otherwise says the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.fits import Plain, Schema
from generator.catalog.validate import mistakes, validator
from generator.catalog.yaml_source import Odd
from generator.json_types import Json, JsonMap
from generator.language import FIELDS
from generator.schemas import locations
from tests.mistakes.test_fuzz import PLATFORM, SERVICE, bounded, mutated

SCHEMAS = (locations.SERVICE_SCHEMA, locations.PLATFORM_SCHEMA)

ABOUT = {"description", "examples", "title", "$schema"}
"""Keywords that ask nothing of a value."""


@cache
def judges(name: str) -> tuple[Plain, Json]:
    text = (locations.schemas_dir() / name).read_bytes()
    return Plain(text), validator(yaml.load(text, yaml.CSafeLoader))


def agree(name: str, data: Json) -> bool:
    plain, strict = judges(name)
    return plain.takes(data) == (not mistakes(data, strict))


def pieces(schema: JsonMap) -> Iterator[JsonMap]:
    yield schema
    for key, value in schema.items():
        if key in ("properties", "definitions"):
            for inner in value.values():
                yield from pieces(inner)
        elif key in ("items", "additionalProperties", "propertyNames") and isinstance(value, dict):
            yield from pieces(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_schema_has_another_keyword(name: str) -> None:
    root = judges(name)[1].schema
    known = {*Schema.__struct_encode_fields__, *ABOUT}
    assert root.keys() - known == {"definitions", "x-kubecatalog"}
    for piece in pieces({**root, "x-kubecatalog": {}}):
        assert piece is not root
        assert piece.keys() - known <= {"definitions", "x-kubecatalog"}
        assert "$ref" not in piece or piece.keys() <= {"$ref", *ABOUT}


def test_it_says_the_same_of_each_field_and_of_what_it_is_not() -> None:
    examples = [{field.name: field.example} for field in FIELDS.values()]
    others = [{field.name: other.example} for field in FIELDS.values() for other in list(FIELDS.values())[::20]]
    assert all(judges(SCHEMAS[0])[0].takes(data) for data in examples)
    assert [data for data in others if not agree(SCHEMAS[0], data)] == []


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        ({"image": "a:1", "replicas": 0}, True),
        ({"image": "a:1", "replicas": -1}, False),
        ({"image": "a:1", "replicas": 1.0}, False),
        ({"image": "a:1", "replicas": True}, False),
        ({"image": "a:1", "terminationGracePeriodSeconds": 2**63}, False),
        ({"image": "a:1", "env": {"A": Odd("yes", "boolean")}}, False),
        ({"manifests": [{"data": {"a": Odd("1.10", "number")}}]}, False),
        ({"image": "a:1", 1: "b"}, False),
    ],
)
def test_what_is_no_text_counts_as_in_the_cluster(data: Json, *, fits: bool) -> None:
    assert judges(SCHEMAS[0])[0].takes(data) is fits


@bounded
@given(st.data())
def test_it_says_the_same_of_whatever_is_written(data: st.DataObject) -> None:
    name, text = data.draw(st.sampled_from(((SCHEMAS[0], SERVICE), (SCHEMAS[1], PLATFORM))))
    assert agree(name, mutated(data.draw, yaml.safe_load(text)))
