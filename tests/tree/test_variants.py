"""What most environments share becomes the base, and each gets the least patch that gives it back."""

from __future__ import annotations

import pytest

from generator.json_types import Json, JsonMap
from generator.model.merge import ABSENT
from generator.tree.variants import DELETE, REPLACE, Kind, NotExpressible, patch, shared

DEPLOYMENT = Kind("apps", "Deployment")
SERVICE = Kind("", "Service")
CUSTOM = Kind("example.com", "Thing")
POD = "spec.template.spec"


@pytest.mark.parametrize(
    ("values", "neutral", "base"),
    [
        ([1, 1, 2], ABSENT, 1),
        ([1, 1, 2], 2, 1),
        ([1, 2], 1, 1),
        ([1, 2], 2, 2),
        ([1, 2], 3, ABSENT),
        ([1, 2], ABSENT, ABSENT),
        ([1, 1, 2, 2], 2, 2),
        ([1, 1, 2, 3], 3, ABSENT),
        ([1, ABSENT], ABSENT, ABSENT),
        ([1, ABSENT], 1, 1),
        ([1, ABSENT, ABSENT], 1, ABSENT),
        ([1, 1, ABSENT], ABSENT, 1),
        ([ABSENT, ABSENT], 1, ABSENT),
        ([1, True], 1, 1),
        (["1", 1], "1", "1"),
        ([False, 0, 0], ABSENT, 0),
    ],
)
def test_the_majority_decides_and_where_it_is_divided_the_neutral_value(
    values: list[Json], neutral: Json, base: Json
) -> None:
    found = shared(values, DEPLOYMENT, neutral)
    assert found is base if base is ABSENT else (found == base and type(found) is type(base))


def test_maps_are_decided_field_by_field() -> None:
    values = [{"a": 1, "b": 1, "c": {"d": 1}}, {"a": 1, "b": 2, "c": {"d": 1, "e": 1}}, {"a": 2, "b": 3, "c": {"d": 1}}]
    assert shared(values, DEPLOYMENT) == {"a": 1, "c": {"d": 1}}


def test_lists_with_keys_are_decided_item_by_item() -> None:
    values: list[Json] = [
        [{"name": "A", "value": "1"}, {"name": "B", "value": "dev"}],
        [{"name": "A", "value": "1"}, {"name": "B", "value": "prod"}, {"name": "C", "value": "1"}],
    ]
    found = shared(values, DEPLOYMENT, ABSENT, f"{POD}.containers.env")
    assert found == [{"name": "A", "value": "1"}, {"name": "B"}]


def test_other_lists_are_decided_whole() -> None:
    values: list[Json] = [["a", "b"], ["a"], ["a"]]
    assert shared(values, DEPLOYMENT, ABSENT, f"{POD}.containers.args") == ["a"]
    assert shared(values[:2], DEPLOYMENT, ABSENT, f"{POD}.containers.args") is ABSENT


def deployment(**pod: Json) -> JsonMap:
    return {"spec": {"template": {"spec": pod}}}


def changes(base: JsonMap, variant: JsonMap) -> JsonMap:
    """The patch of a pod."""
    found: JsonMap = patch(deployment(**base), deployment(**variant), DEPLOYMENT)
    if not found:
        return {}
    pod: JsonMap = found["spec"]["template"]["spec"]
    return pod


@pytest.mark.parametrize(
    ("base", "variant", "expected"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {}, {"a": None}),
        ({}, {"a": 1}, {"a": 1}),
        ({"a": {"b": 1, "c": 1}}, {"a": {"c": 2}}, {"a": {"b": None, "c": 2}}),
        ({"a": 1}, {"a": True}, {"a": True}),
        ({"tolerations": [{"key": "a"}]}, {"tolerations": []}, {"tolerations": []}),
        ({"volumes": [{"name": "a"}]}, {}, {"volumes": None}),
        (
            {"volumes": [{"name": "a", "emptyDir": {}}]},
            {"volumes": [{"name": "a", "secret": {}}, {"name": "b"}]},
            {"volumes": [{"name": "a", "emptyDir": None, "secret": {}}, {"name": "b"}]},
        ),
        (
            {"volumes": [{"name": "a"}, {"name": "b"}]},
            {"volumes": [{"name": "b"}]},
            {"volumes": [{"name": "a", **DELETE}]},
        ),
        ({"volumes": [{"name": "a"}, {"name": "b"}]}, {"volumes": [{"name": "b"}, {"name": "a"}]}, {"volumes": []}),
    ],
)
def test_a_patch_says_what_differs(base: JsonMap, variant: JsonMap, expected: JsonMap) -> None:
    assert changes(base, variant) == expected


def names(items: list[JsonMap]) -> list[str]:
    return [item["name"] for item in items]


@pytest.mark.parametrize(
    ("base", "variant", "named"),
    [
        ("ab", "abc", "abc"),  # new items come first, so that those before it are named for their place
        ("ab", "cab", "c"),
        ("abc", "acb", "ac"),
        ("abc", "bc", "a"),  # deleted
        ("abc", "cab", "c"),
        ("abc", "bca", "bc"),
    ],
)
def test_containers_keep_their_order(base: str, variant: str, named: str) -> None:
    def containers(text: str) -> JsonMap:
        return {"containers": [{"name": name} for name in text]}

    assert "".join(names(changes(containers(base), containers(variant))["containers"])) == named


def test_a_list_without_all_its_keys_is_replaced() -> None:
    base = {"spec": {"ports": [{"port": 80}]}}
    variant = {"spec": {"ports": [{"port": 81, "protocol": "TCP"}]}}
    assert patch(base, variant, SERVICE) == {"spec": {"ports": [REPLACE, {"port": 81, "protocol": "TCP"}]}}


def test_lists_of_custom_resources_are_replaced() -> None:
    base = {"spec": {"containers": [{"name": "a"}, {"name": "b"}]}}
    variant = {"spec": {"containers": [{"name": "a"}]}}
    assert patch(base, variant, CUSTOM) == variant


@pytest.mark.parametrize(
    ("base", "variant"),
    [
        ({"spec": {"ports": [{"port": 80, "protocol": "TCP"}]}}, {"spec": {"ports": []}}),
        ({"spec": {"ports": [{"port": 80}]}}, {"spec": {"ports": [{"port": 80}, {"port": 80, "protocol": "UDP"}]}}),
        ({"spec": {"ports": [{"port": 80, "protocol": "TCP"}]}}, {"spec": {"ports": [None]}}),
        ({"spec": "text"}, {"spec": {}}),
        ({"spec": {}}, {"spec": []}),
    ],
)
def test_what_no_patch_can_say(base: JsonMap, variant: JsonMap) -> None:
    with pytest.raises(NotExpressible):
        patch(base, variant, SERVICE)
