"""What is written reads back the same, by readers of YAML 1.1 and 1.2, and looks as a person would write it."""

from __future__ import annotations

from io import StringIO
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.json_types import Json
from generator.schemas.manifests import Loader
from generator.tree.yaml_writer import dump
from tests.law.services import NASTY

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.sampled_from(NASTY) | st.text(CHARACTERS, max_size=30) | st.text(" \t\n\r:#-'\"ab", max_size=12)
NUMBERS = st.integers(-(2**31), 2**31) | st.floats(allow_nan=False, allow_infinity=False, width=32)
KEYS = st.sampled_from(NASTY) | st.text(CHARACTERS, min_size=1, max_size=8)
VALUES: st.SearchStrategy[Json] = st.recursive(
    TEXT | NUMBERS | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def read_1_2(text: str) -> Json:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(StringIO(text))


class AsWritten(yaml.SafeLoader):
    """YAML 1.1, in which `=` and `<<` stand for something only as keys."""


AsWritten.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)


@settings(max_examples=300)
@given(TEXT)
def test_any_text_is_read_back(text: str) -> None:
    written = dump({"text": text, "list": [text], "map": {"inner": text}})
    wanted = {"text": text, "list": [text], "map": {"inner": text}}
    assert yaml.load(written, AsWritten) == wanted
    assert yaml.load(written, Loader) == wanted
    assert read_1_2(written) == wanted


@settings(max_examples=200)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_document_is_read_back(document: dict[str, Json]) -> None:
    written = dump(document)
    assert yaml.load(written, Loader) == document
    assert read_1_2(written) == document


@settings(max_examples=100)
@given(st.dictionaries(KEYS, VALUES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(document: dict[str, Json], random: Random) -> None:
    def shuffled(value: Json) -> Json:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert dump(shuffled(document)) == dump(document)


@pytest.mark.parametrize(
    "text", ["on", "No", "y", "012", "1e3", "0x1F", "1_000", "12:30:45", "null", "~", ".inf", "1.10"]
)
def test_what_a_reader_might_take_for_something_else_is_quoted(text: str) -> None:
    assert dump({"a": text}) == f'a: "{text}"\n'
    assert dump({text: "a"}) == f'"{text}": a\n'


@pytest.mark.parametrize(
    "text", ["plain", "two words", "a-b_c", "http://a.example.com/b?c=d", "/etc/app", "v1.2.3", "v1"]
)
def test_what_needs_no_quotes_has_none(text: str) -> None:
    assert dump({"a": text}) == f"a: {text}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\nb\n", "a: |\n  a\n  b\n"),
        ("a\nb", "a: |-\n  a\n  b\n"),
        ("a\n\n", "a: |+\n  a\n\n...\n"),
        ("a\n  b:\n\n    c\n", "a: |\n  a\n    b:\n\n      c\n"),
    ],
)
def test_several_lines_are_written_as_such(text: str, written: str) -> None:
    assert dump({"a": text}) == written


def test_long_lines_are_not_folded() -> None:
    text = "word " * 190 + "end"
    assert dump({"a": text}) == f"a: {text}\n"


def test_the_same_value_twice_has_no_anchor() -> None:
    shared = {"a": ["b"]}
    assert dump({"one": shared, "two": shared}) == "one:\n  a:\n  - b\ntwo:\n  a:\n  - b\n"


def test_fields_come_in_the_order_in_which_people_write_them() -> None:
    document = {
        "spec": {"template": {}, "replicas": 1, "selector": {}},
        "metadata": {"labels": {}, "name": "a"},
        "kind": "Deployment",
        "apiVersion": "apps/v1",
    }
    assert [line for line in dump(document).splitlines() if ":" in line] == [
        "apiVersion: apps/v1",
        "kind: Deployment",
        "metadata:",
        "  name: a",
        "  labels: {}",
        "spec:",
        "  replicas: 1",
        "  selector: {}",
        "  template: {}",
    ]
