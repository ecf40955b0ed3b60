"""Data of several layers over a file: the one merge rule, to the file itself."""

from __future__ import annotations

from functools import reduce

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.data_files.merging import merged
from generator.json_types import Json, JsonMap
from generator.language.config import FIELDS
from generator.model.merge import ABSENT, finish, merge

KEYS = st.sampled_from("abc")
SCALARS = st.integers(0, 2) | st.just("x") | st.just([None])
FILES = st.dictionaries(KEYS, st.recursive(SCALARS, lambda inner: st.dictionaries(KEYS, inner, max_size=3)), max_size=3)
DATA = st.dictionaries(
    KEYS, st.recursive(st.none() | SCALARS, lambda inner: st.dictionaries(KEYS, inner, max_size=3)), max_size=3
)


def config(value: Json) -> JsonMap:
    (field,) = (field for field in FIELDS if field.name == "config")
    assert field.expand is not None
    return field.expand({"files": {"f.json": value}})


def effective(*layers: Json) -> JsonMap:
    file: JsonMap = finish(reduce(merge, map(config, layers), ABSENT))["config"]["files"]["f.json"]
    return file


@settings(max_examples=300)
@given(FILES, st.lists(DATA, min_size=1, max_size=4))
@example({"a": {"b": 1}}, [{"a": None}, {"a": {"c": 1}}])
@example({"a": {"b": 1}}, [{"a": 1}, {"a": {"c": None}}])
@example({"a": 1}, [{"a": {}}])
@example({"a": {"c": {"a": "x"}}}, [{"a": None}, {"a": {"c": {}}}])
def test_it_makes_no_difference_which_is_merged_first(file: JsonMap, layers: list[JsonMap]) -> None:
    one_by_one = reduce(merged, layers, file)
    together = merged(file, dict(effective(*({"data": data} for data in layers))["data"]))
    assert together == one_by_one


def test_a_text_takes_the_place_of_data_and_the_other_way_round() -> None:
    assert effective({"data": {"a": 1}}, "text") == {"text": "text"}
    assert effective({"from": "a.json"}, "text") == {"text": "text"}
    assert effective("text", {"data": {"a": 1}}) == {"data": {"a": 1}}
    assert effective("text", {"from": "a.json"}) == {"from": "a.json"}
    assert effective({"text": "text"}, {"template": True}) == {"text": "text", "template": True}


def test_data_is_put_over_the_file_of_another_layer() -> None:
    assert effective({"from": "a.json"}, {"data": {"a": None}}) == {"from": "a.json", "data": {"a": None}}
    assert effective({"from": "a.json", "data": {"a": 1}}, {"data": None}) == {"from": "a.json"}
    assert effective({"data": {"a": 1}}, {"data": None}, {"from": "a.json", "data": {"b": 1}}) == {
        "from": "a.json",
        "data": {"b": 1},
    }


def test_what_the_file_says_of_null_stays() -> None:
    assert merged({"a": None, "b": [None], "c": 1}, {"c": None}) == {"a": None, "b": [None]}
