"""The product's own comparison and the one of these tests see the same differences, and none that means nothing."""

from __future__ import annotations

from copy import deepcopy

import pytest
import yaml

from generator.json_types import Json, JsonMap
from generator.model.plan import Resource
from generator.render.law import differences
from tests.law.comparison import documents, unlike

DEPLOYMENT: JsonMap = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "app", "namespace": "dev"},
    "spec": {
        "replicas": 1,
        "template": {
            "spec": {
                "containers": [
                    {
                        "name": "app",
                        "args": ["a", "b"],
                        "env": [
                            {"name": "A", "value": "1"},
                            {"name": "B", "value": "$(A)"},
                            {"name": "C", "value": "3"},
                        ],
                        "ports": [{"containerPort": 1, "protocol": "TCP"}, {"containerPort": 2, "protocol": "TCP"}],
                    },
                    {"name": "side", "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
                ],
                "volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "emptyDir": {}}],
            }
        },
    },
}
POD = "spec.template.spec"


def changed(manifest: JsonMap, path: str, change: str) -> JsonMap:
    """A copy in which the list at `path` is reversed, the value doubled to text, or the field is gone."""
    copy = deepcopy(manifest)
    *steps, last = path.split(".")
    at: Json = copy
    for step in steps:
        at = at[int(step)] if step.isdigit() else at[step]
    if change == "reversed":
        at[last].reverse()
    elif change == "as text":
        at[last] = str(at[last])
    elif change == "gone":
        del at[last]
    return copy


def seen(wanted: list[JsonMap], found: list[JsonMap]) -> tuple[bool, bool]:
    planned = [Resource(item) for item in wanted]
    text = yaml.safe_dump_all(found)
    return bool(list(differences(planned, documents(text)))), bool(unlike(text, planned))


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (f"{POD}.containers", "reversed"),
        (f"{POD}.containers.0.args", "reversed"),
        (f"{POD}.containers.0.env", "reversed"),
        ("spec.replicas", "as text"),
        ("spec.replicas", "gone"),
        (f"{POD}.volumes.0.emptyDir", "gone"),
        (f"{POD}.volumes", "gone"),
        ("metadata.namespace", "gone"),
    ],
)
def test_what_differs_is_seen(path: str, change: str) -> None:
    other = changed(DEPLOYMENT, path, change)
    assert seen([DEPLOYMENT], [other]) == (True, True)
    assert seen([other], [DEPLOYMENT]) == (True, True)


@pytest.mark.parametrize("path", [f"{POD}.volumes", f"{POD}.containers.0.ports", f"{POD}.containers.1.env"])
def test_an_order_that_means_nothing_is_not(path: str) -> None:
    assert seen([DEPLOYMENT], [changed(DEPLOYMENT, path, "reversed")]) == (False, False)


def test_a_resource_too_many_or_too_few_is_seen() -> None:
    other = {**DEPLOYMENT, "metadata": {"name": "other", "namespace": "dev"}}
    assert seen([DEPLOYMENT], []) == (True, True)
    assert seen([DEPLOYMENT], [DEPLOYMENT, other]) == (True, True)
    assert seen([DEPLOYMENT, other], [DEPLOYMENT]) == (True, True)


def test_a_hash_is_only_taken_off_what_is_generated() -> None:
    name = "app-config-0123456789"
    rendered = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {}}
    planned = {**rendered, "metadata": {"name": "app-config"}}
    for hashed, differs in ((True, False), (False, True)):
        resources = [Resource(planned, hashed=hashed)]
        assert bool(list(differences(resources, [rendered]))) is differs
        assert bool(unlike(yaml.safe_dump(rendered), resources)) is differs


def test_differences_are_told_without_values() -> None:
    other = changed(DEPLOYMENT, f"{POD}.containers.0.args", "reversed")
    told = list(differences([Resource(DEPLOYMENT)], [other]))
    assert told == [
        f"Deployment app: {POD}.containers[0].args[0] differs",
        f"Deployment app: {POD}.containers[0].args[1] differs",
    ]
