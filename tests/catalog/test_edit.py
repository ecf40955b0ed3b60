"""Edits of a YAML file: the value is there, and every other byte is as it was."""

from __future__ import annotations

import pytest

from generator.catalog.edit import edited, removed
from generator.errors import KubecatalogError
from generator.json_types import Json, Path

_PLATFORM = """\
# Above it all.
name: 'shop'   # in single quotes

secrets:
    people:      # four spaces
        alice: "age1a"   # on leave
        bob:
        - age1b
        # - age1old

# What every service gets.
defaults: {size: small}
list: [ a,b ]
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("secrets", "people", "carol"), "age1c", "        - age1b\n", "        - age1b\n        carol: age1c\n"),
        (("secrets", "people", "alice"), "age1n", '"age1a"   # on', "age1n   # on"),
        (
            ("secrets", "people", "alice"),
            ["age1a", "age1n"],
            '        alice: "age1a"   # on leave\n',
            "        alice:   # on leave\n          - age1a\n          - age1n\n",
        ),
        (("secrets", "people", "bob", 1), "age1d", "        - age1b\n", "        - age1b\n        - age1d\n"),
        (("secrets", "people", "bob", 0), "age1d", "- age1b\n", "- age1d\n"),
        (("secrets", "people", "bob"), "age1d", "bob:\n        - age1b\n", "bob: age1d\n"),
        (("secrets", "groups", "all"), ["bob"], "- age1b\n", "- age1b\n    groups:\n      all:\n        - bob\n"),
        (("defaults", "replicas"), 2, "{size: small}", "{size: small, replicas: 2}"),
        (("defaults", "env"), {"A": "b, c", "n": None}, "{size: small}", "{size: small, env: {A: 'b, c', n: null}}"),
        (("list", 2), "c]", "[ a,b ]", "[ a,b, 'c]' ]"),
        (("name",), "other", "'shop'   #", "other   #"),
        (("more", "of"), [{"it": "on"}], "list: [ a,b ]\n", "list: [ a,b ]\nmore:\n  of:\n    - it: 'on'\n"),
    ],
)
def test_a_value_is_set_and_the_rest_stays(path: Path, value: Json, before: str, after: str) -> None:
    assert _PLATFORM.count(before) == 1
    assert edited(_PLATFORM, path, value) == _PLATFORM.replace(before, after)


@pytest.mark.parametrize(
    ("path", "gone", "instead"),
    [
        (("secrets", "people", "alice"), '        alice: "age1a"   # on leave\n', ""),
        (("secrets", "people", "bob"), "        bob:\n        - age1b\n", ""),
        (("secrets", "people", "bob", 0), "bob:\n        - age1b\n", "bob: []\n"),
        (("defaults", "size"), "{size: small}", "{}"),
        (("list", 0), "[ a,b ]", "[ b ]"),
        (("list", 1), "[ a,b ]", "[ a ]"),
        (("name",), "name: 'shop'   # in single quotes\n", ""),
    ],
)
def test_a_value_is_removed_and_the_rest_stays(path: Path, gone: str, instead: str) -> None:
    assert _PLATFORM.count(gone) == 1
    assert removed(_PLATFORM, path) == _PLATFORM.replace(gone, instead)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "a:\n  b: 1\n"),
        ("# only a comment", "# only a comment\na:\n  b: 1\n"),
        ("a:\n", "a:\n  b: 1\n"),
        ("a:  # soon\nc: 2\n", "a:  # soon\n  b: 1\nc: 2\n"),
        ("a: {}\n", "a:\n  b: 1\n"),
        ("a: ~", "a:\n  b: 1\n"),
        ("a: {b: 2}", "a: {b: 1}"),
        ("a: {c: 1,\n    d: 2}\n", "a: {c: 1,\n    d: 2, b: 1}\n"),
        ("a:\r\n  c: 2\r\nd: 3\r\n", "a:\r\n  c: 2\r\n  b: 1\r\nd: 3\r\n"),
        ("a:\n  ü: |\n    text\n\n    more\n\n\nd: 3\n", "a:\n  ü: |\n    text\n\n    more\n  b: 1\n\n\nd: 3\n"),
    ],
)
def test_what_is_above_a_value_is_made(text: str, after: str) -> None:
    assert edited(text, ("a", "b"), 1) == after


def test_an_item_of_a_list_of_maps_loses_its_first_key() -> None:
    assert removed("a:\n  - b: 1\n    c: 2\n  - d: 3\n", ("a", 0, "b")) == "a:\n  - c: 2\n  - d: 3\n"


def test_what_cannot_be_edited_is_said() -> None:
    with pytest.raises(KubecatalogError, match="no place for b: what stands above it is no map"):
        edited("a: text\n", ("a", "b"), 1)
    with pytest.raises(KubecatalogError, match=r"a\.c is not there to be removed"):
        removed("a: {b: 1}\n", ("a", "c"))
    with pytest.raises(KubecatalogError, match=r"^line 2, column "):
        edited("a: 1\n<<<<<<< ours: [\n", ("a",), 2)
    # An alias stands for what is written elsewhere.
    with pytest.raises(KubecatalogError, match=r"a\.b cannot be edited where it stands") as raised:
        edited("x: &x\n  c: 1\na: *x\n", ("a", "b"), 2)
    assert raised.value.hint == "edit the file by hand"
