"""The one merge rule, as laws."""

from __future__ import annotations

from functools import reduce
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.json_types import Json, JsonMap
from generator.model.merge import ABSENT, Fresh, Named, finish, merge

KEYS = st.sampled_from("abc")
SCALARS = st.none() | st.integers(0, 2) | st.sampled_from(("x", "", True, False)) | st.just([]) | st.just(["x"])


def _maps(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    maps = st.dictionaries(KEYS, inner, max_size=3)
    return maps | st.builds(_named, maps, st.booleans(), st.randoms(use_true_random=False))


def _named(items: JsonMap, listed: bool, random: Random) -> Named:
    """Things by name, written as a map or as a list."""
    names = list(items)
    random.shuffle(names)
    return Named(items, tuple(names) if listed else ())


VALUES: st.SearchStrategy[Json] = st.recursive(SCALARS, _maps, max_leaves=8)
LAYERS = VALUES | st.just(ABSENT)


def told(value: Json) -> Json:
    """A form in which all that makes a difference to `merge` can be compared; the order of keys makes none."""
    if not isinstance(value, dict):
        return (type(value).__name__, value)
    kind = "fresh" if isinstance(value, Fresh) or (isinstance(value, Named) and value.fresh) else "map"
    order = value.order if isinstance(value, Named) else None
    return (kind, order, {key: told(item) for key, item in value.items()})


@settings(max_examples=600)
@given(LAYERS, LAYERS, LAYERS)
@example(1, None, {"a": 1})
@example({"a": {"b": 1}}, {"a": None}, {"a": {"c": 1}})
@example({"a": 1}, {"a": {"b": 1}}, {"a": {"c": None}})
@example(Named({"a": 1}, ("a",)), Named({"a": None}), Named({"b": 1, "a": 2}, ("b", "a")))
@example({"a": 1}, Named({"b": 1}, ("b",)), {"c": 1})
@example([], {"a": {}}, {"a": {"a": None}})
def test_it_is_associative(one: Json, two: Json, three: Json) -> None:
    left, right = merge(merge(one, two), three), merge(one, merge(two, three))
    assert told(left) == told(right)
    assert finish(left) == finish(right)
    assert list_of(finish(left)) == list_of(finish(right))


def list_of(value: Json) -> Json:
    """With the order of keys, which for named things means something."""
    return [(key, list_of(item)) for key, item in value.items()] if isinstance(value, dict) else value


@settings(max_examples=200)
@given(st.lists(LAYERS, max_size=6), st.integers(0, 6))
def test_layers_can_be_merged_in_any_grouping(layers: list[Json], cut: int) -> None:
    whole = reduce(merge, layers, ABSENT)
    parts = merge(reduce(merge, layers[:cut], ABSENT), reduce(merge, layers[cut:], ABSENT))
    assert told(parts) == told(whole)


@given(LAYERS)
def test_absent_is_neutral(value: Json) -> None:
    assert told(merge(ABSENT, value)) == told(value)
    assert told(merge(value, ABSENT)) == told(value)


@given(VALUES)
def test_what_says_the_same_again_changes_nothing(value: Json) -> None:
    assert finish(merge(value, value)) == finish(value)


@given(VALUES, VALUES)
def test_neither_side_is_changed(below: Json, above: Json) -> None:
    before = told(below), told(above)
    finish(merge(below, above))
    assert (told(below), told(above)) == before


@given(VALUES)
def test_nothing_is_left_of_nulls_but_in_lists(value: Json) -> None:
    def nulls(value: Json) -> bool:
        return isinstance(value, dict) and any(item is None or nulls(item) for item in value.values())

    assert not nulls(finish(value))


def merged(*layers: Json) -> Json:
    return finish(reduce(merge, layers, ABSENT))


def test_maps_merge_and_everything_else_replaces() -> None:
    assert merged({"a": {"b": 1, "c": 1}}, {"a": {"c": 2}}) == {"a": {"b": 1, "c": 2}}
    assert merged({"a": [1, 2]}, {"a": [3]}) == {"a": [3]}
    assert merged({"a": "x"}, {"a": {"b": 1}}) == {"a": {"b": 1}}
    assert merged({"a": {"b": 1}}, {"a": "x"}) == {"a": "x"}
    assert merged({"a": {"b": 1}}, {"a": []}) == {"a": []}


def test_null_removes_what_is_below_and_nothing_that_comes_above() -> None:
    assert merged({"a": {"b": 1}}, {"a": None}) == {}
    assert merged({"a": {"b": 1}}, {"a": None}, {"a": {"c": 1}}) == {"a": {"c": 1}}
    assert merged({"a": None}, {"a": {"b": 1}}) == {"a": {"b": 1}}
    assert merged({"a": {"b": 1}}, {"a": {"b": None}}) == {"a": {}}


def test_named_things_keep_the_order_of_lists() -> None:
    listed = Named({"b": {"x": 1}, "a": {"x": 1}}, ("b", "a"))
    assert list(merged(listed)) == ["b", "a"]
    assert list(merged(listed, Named({"a": {"x": 2}}))) == ["b", "a"], "a map changes one where it stands"
    assert list(merged(listed, Named({"d": {}, "c": {}}))) == ["b", "a", "c", "d"], "new ones of a map follow by name"
    assert list(merged(listed, Named({"c": {}, "a": {}}, ("c", "a")))) == ["b", "a", "c"]
    assert list(merged(Named({"z": {}, "y": {}}), listed)) == ["b", "a", "y", "z"]
    assert list(merged(listed, Named({"b": None}))) == ["a"]
