"""What is written in a format reads as the same data again, in ours and in others' readers."""

from __future__ import annotations

import json
import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import data_files
from generator.data_files import FORMATS, as_dotenv, as_properties
from generator.data_files.errors import Unfit, Unreadable
from generator.json_types import Json, JsonMap
from generator.language.config import FIELDS
from tests.law.services import NASTY

TEXT = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = TEXT | st.booleans() | st.integers(-(2**63), 2**63 - 1)
TREES = st.dictionaries(
    TEXT,
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
    ),
    max_size=4,
)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)


def test_the_language_knows_every_format() -> None:
    (config,) = (field for field in FIELDS if field.name == "config")
    file = config.schema["properties"]["files"]["additionalProperties"]
    assert file["properties"]["format"]["enum"] == list(FORMATS)
    assert set(data_files.SUFFIXES.values()) == FORMATS.keys()


@given(TREES)
def test_trees(data: JsonMap) -> None:
    assert json.loads(data_files.text("json", "", data)) == data
    assert tomllib.loads(data_files.text("toml", "", data)) == data
    carried = _without(data, "\x7f\ufeff\u2028\ufffe\uffff", range(0xA0))
    assert yaml.safe_load(data_files.text("yaml", "", carried)) == carried


def _without(value: Json, characters: str, controls: range) -> Json:
    """PyYAML's reader refuses, and changes, some characters that are nothing to the writer."""
    if isinstance(value, str):
        return "".join(c for c in value if c not in characters and (ord(c) not in controls or " " <= c <= "~"))
    if isinstance(value, dict):
        return {
            _without(key, characters, controls): _without(item, characters, controls) for key, item in value.items()
        }
    return [_without(item, characters, controls) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("form", FORMATS)
@given(data=st.dictionaries(NAMES, TEXT, max_size=5))
def test_flat_texts(form: str, data: JsonMap) -> None:
    written = data_files.text(form, "", data)
    assert form == "yaml" or FORMATS[form].parse(written) == data
    assert written == data_files.text(form, "", dict(reversed(data.items())))


@given(TEXT, TEXT)
def test_keys_of_properties(key: str, value: str) -> None:
    assert as_properties.parse(as_properties.serialise({key: value})) == {key: value}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for form in FORMATS:
        try:
            data_files.text(form, text, {"a": "b"})
        except Unreadable as error:
            lines = text.count("\n") + text.count("\r") + 1
            assert 1 <= error.line <= lines
            assert error.column >= 1
        except Unfit:
            pass


def test_properties_as_java_reads_them() -> None:
    text = "# a\n! b \\\na = 1\r\nb:2\nc 3\nd\n  e\\ f = g \\\n   h\\\\\\\n i\n\\u00e9 =\\u20ac\\t\n\nj=#k\n"
    assert as_properties.parse(text) == {
        "a": "1", "b": "2", "c": "3", "d": "", "e f": "g h\\i", "é": "€\t", "j": "#k"
    }  # fmt: skip


def test_dotenv_as_its_readers_read_it() -> None:
    text = '# a\nexport A=1\nB = x y # z\nC=\'#$x\'\nD="a\\nb\\"" # c\nE=\nF=a#b\n\nG="two\nlines"\n'
    assert as_dotenv.parse(text) == {
        "A": "1", "B": "x y", "C": "#$x", "D": 'a\nb"', "E": "", "F": "a#b", "G": "two\nlines"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "place", "message"),
    [
        ("json", '{"a": 1,\n "b" 2}', (2, 6), "not JSON: expecting ':' delimiter"),
        ("json", "[1]", (1, 1), "the file holds a list, expected a map"),
        ("json", '{"a": NaN}', (1, 7), "JSON has no NaN"),
        ("toml", "[a]\nb = \n", (2, 5), "not TOML: invalid value"),
        ("toml", "a = 1\n[b", (2, 3), "not TOML: expected ']' at the end of a table declaration"),
        ("yaml", "a: 1\nb: [\n", (2, 5), "the text ends in the middle of a value"),
        (
            "yaml",
            "a: &x {b: 1}\nc:\n  <<: *x\n",
            (3, 3),
            "merge keys (<<) are lost when `data` is merged over the file",
        ),
        ("yaml", "a: !x 1\n", (1, 4), "tags are lost when `data` is merged over the file"),
        ("yaml", "a: 1\n---\nb: 2\n", (2, 1), "the file holds several documents, and `data` is merged over one"),
        ("properties", "a=1\nb=\\u12\n", (2, 1), "\\u without four hexadecimal digits"),
        ("dotenv", "A=1\n\nB\n", (3, 1), "expected NAME=value"),
        ("dotenv", "A='1\n", (1, 1), "expected NAME=value"),
    ],
)
def test_what_cannot_be_read(form: str, text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        data_files.text(form, text, {"x": 1})
    assert (caught.value.message, (caught.value.line, caught.value.column)) == (message, place)


@pytest.mark.parametrize(
    ("form", "data", "path", "message"),
    [
        ("toml", {"a": [1, None]}, ("a", 1), "TOML has no null"),
        ("toml", {"a": {"b": 2**64}}, ("a", "b"), "TOML has no whole number of more than 64 bits"),
        ("properties", {"a": [{"b": 1}]}, ("a", 0), "properties cannot hold a map here"),
        ("properties", {"a": ["x,y"]}, ("a", 0), "an item of a list holds a comma"),
        ("properties", {"a.b": 1, "a": {"b": 2}}, ("a", "b"), 'the key "a.b" stands here twice'),
        ("dotenv", {"A": {"B": 1}}, ("A",), "dotenv cannot hold a map here"),
        ("dotenv", {"a-b": 1}, ("a-b",), '"a-b" cannot name a variable'),
    ],
)
def test_what_does_not_fit(form: str, data: JsonMap, path: tuple[str | int, ...], message: str) -> None:
    with pytest.raises(Unfit) as caught:
        data_files.text(form, "", data)
    assert (caught.value.message, caught.value.path) == (message, path)


def test_what_a_yaml_file_says_without_quotes_stays_so() -> None:
    text = "a: on\nb: 1.10\nc: 012\nd: 2024-01-01\ne: ~\nf:\ng: 'on'\nh: 1e3\n"
    assert data_files.text("yaml", text, {"z": "on"}) == (
        'a: on\nb: 1.10\nc: 012\nd: 2024-01-01\ne: null\nf: null\ng: "on"\nh: "1e3"\nz: "on"\n'
    )
